package io.zonekeeper.consumer.stream;

import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.consumer.archive.Archive;
import io.zonekeeper.consumer.archive.Batch;
import io.zonekeeper.consumer.archive.BatchReport;
import io.zonekeeper.consumer.lifecycle.Backoff;
import io.zonekeeper.consumer.lifecycle.Stop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Moves results from the streams into the archive: first what this consumer was given before and did not finish, then new
 * ones, then those of consumers that are dead. An entry is acknowledged only once it is committed. For one thread.
 */
public final class ResultsLoop {

    /** @param claimIdle how long another consumer may hold an entry before it counts as dead */
    public record Settings(List<String> streams, String consumer, int batch, Duration claimIdle) {

        public Settings {
            streams = List.copyOf(streams);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(ResultsLoop.class);
    /** What a batch costs hardly depends on its size, so results that come one by one are let gather. */
    private static final Duration GATHERING = Duration.ofMillis(200);

    private static final Duration REPORT_EVERY = Duration.ofMinutes(1);

    private final ResultStreams streams;
    private final FreshResults fresh;
    private final Archive archive;
    private final Runnable onChanges;
    private final Stop stop;
    private final Clock clock;
    private final Duration claimIdle;
    private final BatchSize batchSize;
    private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private BatchReport total = BatchReport.EMPTY;
    private BatchReport sinceReport = BatchReport.EMPTY;
    private Instant nextReport;
    private Instant nextClaim;

    /** @param onChanges called after a commit that holds new versions */
    public ResultsLoop(
            RedisClient redis, Archive archive, Settings settings, Runnable onChanges, Stop stop, Clock clock) {
        this.streams = new ResultStreams(redis, settings.streams(), settings.consumer());
        this.fresh = new FreshResults(streams, clock);
        this.archive = archive;
        this.onChanges = onChanges;
        this.stop = stop;
        this.clock = clock;
        this.claimIdle = settings.claimIdle();
        this.batchSize = new BatchSize(settings.batch());
        this.nextReport = clock.instant().plus(REPORT_EVERY);
        this.nextClaim = clock.instant();
    }

    /** Until a stop is requested. */
    public BatchReport run() {
        return run(false);
    }

    /** Until nothing is pending, new or abandoned, or a stop is requested. */
    public BatchReport drain() {
        return run(true);
    }

    private BatchReport run(boolean once) {
        boolean ready = false;
        while (!stop.isRequested()) {
            try {
                if (!ready) {
                    streams.ensureGroups();
                    takeOwnPending();
                    ready = true;
                }
                FreshResults.Taken next = fresh.next(batchSize.current(), !once);
                take(next.page(), next.batch());
                boolean idle = next.page().isEmpty();
                if (idle && once || !clock.instant().isBefore(nextClaim)) {
                    idle &= claimAbandoned() == 0;
                }
                if (idle && once) {
                    break;
                }
                backoff.reset();
                report();
                if (!once && !next.page().isEmpty() && !next.isFull()) {
                    stop.await(GATHERING);
                }
            } catch (JedisException | DataAccessException | TransactionException e) {
                ready = false;
                fresh.leavePending();
                Duration wait = backoff.next();
                log.warn(
                        "Results cannot be stored now and stay in Redis; next try in {} s: {}",
                        wait.toMillis() / 1000.0,
                        firstLine(NestedExceptionUtils.getMostSpecificCause(e)));
                stop.await(wait);
            }
        }
        fresh.leavePending();
        return total;
    }

    private void takeOwnPending() {
        if (TestSwitch.NO_PENDING.isOn()) {
            return;
        }
        int taken;
        do {
            taken = take(streams.ownPending(batchSize.current()));
        } while (taken > 0 && !stop.isRequested());
    }

    private int claimAbandoned() {
        if (TestSwitch.NO_PENDING.isOn()) {
            return 0;
        }
        int taken = 0;
        for (String stream : streams.names()) {
            String from = ResultStreams.FIRST;
            do {
                ResultStreams.Claimed claimed = streams.claim(stream, from, claimIdle, batchSize.current());
                if (!claimed.page().arrivals().isEmpty()) {
                    log.info(
                            "{} entries of {} were held longer than {} s by a consumer that did not finish them; taken over.",
                            claimed.page().arrivals().size(),
                            stream,
                            claimIdle.toSeconds());
                }
                taken += take(claimed.page());
                from = claimed.next();
            } while (!from.equals(ResultStreams.FIRST) && !stop.isRequested());
        }
        nextClaim = clock.instant().plus(claimIdle.dividedBy(2));
        return taken;
    }

    private int take(Page page) {
        return take(page, Batch.of(page.arrivals(), clock.instant()));
    }

    /** @param batch the page's arrivals */
    private int take(Page page, Batch batch) {
        if (page.isEmpty()) {
            return 0;
        }
        if (!page.deleted().isEmpty()) {
            log.warn(
                    "{} entries were deleted from the stream by somebody else before they were stored, the first is {}; "
                            + "their attempts will be reissued.",
                    page.deleted().size(),
                    page.deleted().getFirst());
        }
        if (TestSwitch.XACK_EARLY.isOn()) {
            streams.acknowledge(page);
        }
        if (!page.arrivals().isEmpty()) {
            BatchReport report = archive.store(batch);
            total = total.plus(report);
            sinceReport = sinceReport.plus(report);
            log.debug("{}", report);
            if (report.changed() > 0) {
                onChanges.run();
            }
        }
        streams.acknowledge(page);
        batchSize.learn(page);
        return page.entries();
    }

    private void report() {
        if (clock.instant().isBefore(nextReport)) {
            return;
        }
        nextReport = clock.instant().plus(REPORT_EVERY);
        if (!sinceReport.equals(BatchReport.EMPTY)) {
            log.info(
                    "In the last minute: {} results stored, {} of them changed, {} known already, {} into the quarantine.",
                    sinceReport.stored(),
                    sinceReport.changed(),
                    sinceReport.known(),
                    sinceReport.quarantined());
            sinceReport = BatchReport.EMPTY;
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " ("
                + e.getClass().getSimpleName() + ")";
    }
}
