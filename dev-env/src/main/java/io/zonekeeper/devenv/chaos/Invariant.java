package io.zonekeeper.devenv.chaos;

import java.util.Locale;

/** What holds whatever happens. */
enum Invariant {
    /** All jobs have ended in time, without an operator. */
    RECOVERS_IN_TIME,
    /** Every job ended in one state, here success since all devices are sound, and no attempt is open. */
    ONE_STATE,
    /** No outcome, version or commit is there twice. */
    NOTHING_TWICE,
    /** What a session read to its end is in PostgreSQL. */
    READ_IS_STORED,
    /** Git is sound and its newest tree holds what PostgreSQL holds. */
    GIT_EQUALS_DATABASE,
    /** No device had two sessions at once. */
    ONE_SESSION,
    /** Each fire time of each schedule has its run, and one only. */
    FIRES_ONCE,
    /** Queue, stream and quarantine are empty in the end. */
    NOTHING_LEFT,
    /** What was at work when asked to end was done, and nothing was done again. */
    DRAINS,
    /** Nothing was issued again while its result waited to be stored. */
    NOT_REISSUED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
