package io.zonekeeper.orchestrator.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a job is; derived, never stored. */
public enum JobState {
    /** No attempt is out: its time has not come, its group's window is full or paused, or a retry is due later. */
    WAITING("and j.finished_at is null"),
    /** An attempt is in the group's queue, or with a collector that has not said so yet. */
    QUEUED("and j.finished_at is null"),
    /** A live collector says it is at work. */
    RUNNING("and j.finished_at is null"),
    SUCCESS(""),
    FAILURE("""
            and j.finished_at is not null and j.cancelled_at is null
            and not exists (select from outcome o where o.job_id = j.id and o.status = 'success' and o.day >= :day)
            """),
    /** Somebody cancelled it, or it could not be sent at all. */
    CANCELLED("and j.cancelled_at is not null");

    /** Of {@code job j} with its {@link #JOINS}; takes the running task ids as {@code :running}. */
    static final String SQL = """
            case
                when best.status = 'success' then 'success'
                when j.cancelled_at is not null then 'cancelled'
                when j.finished_at is not null then 'failure'
                when latest.task_id = any(:running) and latest.settled_at is null then 'running'
                when latest.published_at is not null and latest.settled_at is null then 'queued'
                else 'waiting'
            end
            """;

    /**
     * The highest attempt of {@code job j}, and the outcome that counts: a success if there is one, else the highest. Takes the
     * day the oldest run began as {@code :day}, so that older partitions are left alone.
     */
    static final String JOINS = """
            left join lateral (
                select a.task_id, a.number, a.published_at, a.settled_at, a.closed_as
                from attempt a where a.job_id = j.id order by a.number desc limit 1) latest on true
            left join lateral (
                select o.* from outcome o where o.job_id = j.id and o.day >= :day
                order by (o.status = 'success') desc, o.number desc limit 1) best on true
            """;

    private final String narrowing;

    JobState(String narrowing) {
        this.narrowing = narrowing;
    }

    /** A condition on {@code job j} that every job in this state meets, cheaper to look for than the state itself. */
    String narrowing() {
        return narrowing;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<JobState> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(name))
                .findFirst();
    }
}
