package io.zonekeeper.collector.run;

import io.zonekeeper.collector.report.Marks;
import io.zonekeeper.collector.report.Redis;
import io.zonekeeper.collector.report.RedisAwayException;
import io.zonekeeper.collector.report.Results;
import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.wire.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Redis knows of tasks. Every method waits while Redis is away: the message stays unsettled meanwhile. Thread-safe. */
public final class Ledger {

    private static final Logger log = LoggerFactory.getLogger(Ledger.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Redis redis;
    private final Marks marks;
    private final Results results;

    private interface Question<T> {
        T ask() throws RedisAwayException;
    }

    public Ledger(Redis redis, Marks marks, Results results) {
        this.redis = redis;
        this.marks = marks;
        this.results = results;
    }

    /** By the clock of Redis. */
    Instant now() throws InterruptedException {
        return patiently("the time", redis::time);
    }

    boolean isDone(TaskId task) throws InterruptedException {
        return patiently("the done marker", () -> marks.isDone(task));
    }

    /** @param markerLife how long the task is known to be done */
    void store(JobResult result, Duration markerLife) throws InterruptedException {
        AtomicBoolean perhapsStored = new AtomicBoolean();
        patiently("the result of " + result.header().taskId(), () -> {
            if (!perhapsStored.getAndSet(true) || !results.isStored(result)) {
                results.store(result, markerLife);
            }
            return true;
        });
    }

    private static <T> T patiently(String what, Question<T> question) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return question.ask();
            } catch (RedisAwayException e) {
                log.debug("{} waits: {}", what, e.sentence());
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }
}
