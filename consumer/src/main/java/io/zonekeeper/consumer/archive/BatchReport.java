package io.zonekeeper.consumer.archive;

/**
 * What became of the entries of a batch.
 *
 * @param stored outcomes written
 * @param changed of these, with a new version of a configuration
 * @param known results that had been stored before
 * @param quarantined entries that are no result of ours
 */
public record BatchReport(int stored, int changed, int known, int quarantined) {

    public static final BatchReport EMPTY = new BatchReport(0, 0, 0, 0);

    public BatchReport plus(BatchReport other) {
        return new BatchReport(
                stored + other.stored, changed + other.changed, known + other.known, quarantined + other.quarantined);
    }
}
