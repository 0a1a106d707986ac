package io.zonekeeper.devenv.chaos;

/**
 * What was under way when the fault struck.
 *
 * @param openSessions at devices
 * @param unstored results in the stream
 * @param openAttempts published and without outcome
 */
record Moment(long openSessions, long unstored, long openAttempts) {

    @Override
    public String toString() {
        return "%d sessions, %d unstored, %d attempts".formatted(openSessions, unstored, openAttempts);
    }
}
