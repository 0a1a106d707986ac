package io.zonekeeper.orchestrator.config;

/**
 * What counts as a change.
 *
 * @param blanks whether lines differ that are the same but for blanks
 * @param noise whether what the platform calls volatile counts, such as the time a configuration was written at
 */
record DiffOptions(boolean blanks, boolean noise) {

    static final DiffOptions EVERYTHING = new DiffOptions(true, true);
}
