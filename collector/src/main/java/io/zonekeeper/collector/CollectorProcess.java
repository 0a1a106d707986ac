package io.zonekeeper.collector;

import io.zonekeeper.collector.intake.Intake;
import io.zonekeeper.collector.intake.IntakePlan;
import io.zonekeeper.collector.report.Controls;
import io.zonekeeper.collector.report.DeviceLocks;
import io.zonekeeper.collector.report.Heartbeats;
import io.zonekeeper.collector.report.Marks;
import io.zonekeeper.collector.report.Redis;
import io.zonekeeper.collector.report.RedisAwayException;
import io.zonekeeper.collector.report.Results;
import io.zonekeeper.collector.run.DeviceLeases;
import io.zonekeeper.collector.run.IdleHeap;
import io.zonekeeper.collector.run.JobRunner;
import io.zonekeeper.collector.run.LeaseRenewals;
import io.zonekeeper.collector.run.Ledger;
import io.zonekeeper.collector.run.MemoryBudget;
import io.zonekeeper.collector.run.Pacer;
import io.zonekeeper.collector.run.ResultWriter;
import io.zonekeeper.collector.run.RunningJobs;
import io.zonekeeper.collector.run.Sessions;
import io.zonekeeper.collector.run.Visits;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.Watchdog;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.RedisKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a running collector, put together, and its life from start to drained. Thread-safe. */
final class CollectorProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CollectorProcess.class);

    static final Duration CONTROL_PERIOD = Duration.ofSeconds(2);
    static final Duration HEARTBEAT_PERIOD = Duration.ofSeconds(5);

    private static final Duration IDLE_PERIOD = Duration.ofSeconds(5);

    /** No job takes longer: it waits for the lock of a device, then runs to its hard limit. */
    private static final Duration LONGEST_DRAIN =
            Limits.LONGEST.plus(RedisKeys.LOCK_LEASE).plusMinutes(1);

    private static final Duration DRAIN_LOG_PERIOD = Duration.ofSeconds(5);
    private static final long DRAIN_LOOK_MILLIS = 50;

    /** Consuming begins again below this share of the high-water mark, so that it does not flutter. */
    private static final double LOW_WATER = 0.8;

    private final CollectorSettings settings;
    private final Abilities abilities;
    private final Clock clock;
    private final Instant startedAt;
    private final String host = CollectorSettings.hostName();
    private final Redis redis;
    /** For what must not wait behind jobs: without it locks end, and it looks as if this collector or Redis were gone. */
    private final Redis pulse;

    private final LeaseRenewals renewals;
    private final Results waiting;
    private final Controls controls;
    private final Heartbeats heartbeats;
    private final Watchdog watchdog = new Watchdog();
    private final Pacer pacer = new Pacer();
    private final RunningJobs running = new RunningJobs();
    private final Intake intake;
    private final ScheduledThreadPoolExecutor timer;
    private final CompletableFuture<String> misconfigured = new CompletableFuture<>();

    private volatile boolean draining;
    private boolean full;
    private boolean redisEverAnswered;
    private @Nullable String redisTrouble;

    /**
     * What this collector can do.
     *
     * @param announced its platforms, which may change
     * @param visits closed with the process
     */
    record Abilities(JobRunner.Plugins plugins, Supplier<List<Heartbeat.AnnouncedPlatform>> announced, Visits visits) {}

    CollectorProcess(CollectorSettings settings, Abilities abilities, Clock clock) {
        this.settings = settings;
        this.abilities = abilities;
        this.clock = clock;
        this.startedAt = clock.instant();
        redis = Redis.open(settings.redisUrl(), settings.slots());
        pulse = Redis.open(settings.redisUrl(), 1);
        waiting = new Results(pulse, settings.resultsStream());
        controls = new Controls(pulse, settings.instance(), settings.groups());
        heartbeats = new Heartbeats(pulse);
        renewals = new LeaseRenewals(new DeviceLocks(pulse));
        JobRunner runner = new JobRunner(
                settings.keyring(),
                abilities.plugins(),
                new DeviceLeases(new DeviceLocks(redis), renewals, watchdog),
                new Ledger(redis, new Marks(redis), new Results(redis, settings.resultsStream())),
                new Sessions(abilities.visits(), new MemoryBudget(settings.sessionMemory()), pacer, clock),
                new ResultWriter(settings.instance(), clock),
                running);
        timer = new ScheduledThreadPoolExecutor(
                2, Thread.ofPlatform().daemon().name("pulse-", 0).factory());
        intake = new Intake(
                settings.amqp(),
                "collector " + settings.instance(),
                settings.groups(),
                runner,
                () -> timer.execute(this::beat),
                misconfigured::complete);
    }

    /** Begins to connect and to consume; returns at once. */
    CollectorProcess start() {
        log.info(
                "Collector {} starts: groups {}, {} slots, RabbitMQ at {}, Redis at {}.",
                settings.instance(),
                settings.groups(),
                settings.slots(),
                settings.amqp(),
                redis.address());
        intake.start();
        every(CONTROL_PERIOD, this::look);
        every(HEARTBEAT_PERIOD, this::beat);
        every(IDLE_PERIOD, new IdleHeap(running)::look);
        return this;
    }

    private void every(Duration period, Runnable action) {
        timer.scheduleWithFixedDelay(action, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A sentence, once it turned out at the start that something is set wrong and waiting does not help. */
    CompletableFuture<String> misconfigured() {
        return misconfigured;
    }

    Intake intake() {
        return intake;
    }

    /** Reads what operators want and whether results can be stored, and takes jobs accordingly. */
    private synchronized void look() {
        try {
            intake.want(plan());
        } catch (RuntimeException e) {
            log.error("The controls were not read through a fault of this collector.", e);
        }
    }

    private IntakePlan plan() {
        if (draining) {
            return IntakePlan.none(settings.groups(), "The collector is ending.");
        }
        try {
            Controls.Wishes wishes = controls.read();
            long backlog = waiting.backlog();
            redisAnswers();
            settings.groups()
                    .forEach(group -> pacer.setRate(group, wishes.of(group).sessionRate()));
            if (isFull(backlog)) {
                return IntakePlan.none(
                        settings.groups(),
                        "The results stream %s holds %d entries, over the mark of %d: is a consumer running?"
                                .formatted(settings.resultsStream(), backlog, settings.streamHighWater()));
            }
            return IntakePlan.of(settings.groups(), settings.slots(), wishes);
        } catch (RedisAwayException e) {
            redisFails(e);
            return IntakePlan.none(settings.groups(), e.sentence());
        }
    }

    private void redisAnswers() {
        if (!redisEverAnswered || redisTrouble != null) {
            log.info("Redis at {} answers.", redis.address());
        }
        redisEverAnswered = true;
        redisTrouble = null;
    }

    private void redisFails(RedisAwayException failure) {
        String sentence = failure.sentence();
        if (failure.isRefused() && !redisEverAnswered) {
            misconfigured.complete(sentence + " Check ZONEKEEPER_REDIS_URL.");
        } else if (redisTrouble == null) {
            log.warn("{} No job is taken until it answers; what runs goes on and its results are held.", sentence);
        }
        redisTrouble = sentence;
    }

    private boolean isFull(long backlog) {
        boolean before = full;
        long mark = settings.streamHighWater();
        full = before ? backlog > mark * LOW_WATER : backlog > mark;
        if (full && !before) {
            log.warn("The results stream holds {} entries: no job is taken until it is shorter.", backlog);
        } else if (before && !full) {
            log.info("The results stream is down to {} entries: jobs are taken again.", backlog);
        }
        return full;
    }

    /** One after the other, so that an older word never overwrites a newer one. */
    private synchronized void beat() {
        try {
            heartbeats.beat(heartbeat());
        } catch (RedisAwayException e) {
            log.debug("No heartbeat: {}", e.sentence());
        } catch (RuntimeException e) {
            log.error("No heartbeat through a fault of this collector.", e);
        }
    }

    private Heartbeat heartbeat() {
        return new Heartbeat(
                settings.instance(),
                host,
                ProcessHandle.current().pid(),
                Version.text(),
                intake.consuming(),
                intake.refused(),
                settings.slots(),
                running.tasks(),
                running.done(),
                running.failed(),
                draining,
                abilities.announced().get(),
                startedAt,
                clock.instant());
    }

    /**
     * Takes no more jobs and waits for those at work, as long as they may take by their own limits.
     *
     * @return whether all of them ended
     */
    boolean drain() throws InterruptedException {
        draining = true;
        look();
        log.info("Ending: no more jobs are taken, {} at work.", intake.inFlight());
        Deadline end = Deadline.after(LONGEST_DRAIN);
        Deadline nextLine = Deadline.after(DRAIN_LOG_PERIOD);
        while (!end.isOver()) {
            if (intake.isQuiet()) {
                log.info("Nothing is at work any more; {} jobs done, {} failed.", running.done(), running.failed());
                return true;
            }
            if (nextLine.isOver()) {
                log.info("Ending: {} jobs still at work.", intake.inFlight());
                nextLine = Deadline.after(DRAIN_LOG_PERIOD);
            }
            Thread.sleep(DRAIN_LOOK_MILLIS);
        }
        log.warn("{} jobs are cut off; their messages go back to the queue.", intake.inFlight());
        return false;
    }

    /** Cuts off what is at work; see {@link #drain()} for a better end. */
    @Override
    public void close() {
        intake.close();
        timer.shutdownNow();
        try {
            heartbeats.end(settings.instance());
        } catch (RedisAwayException e) {
            log.debug("The heartbeat ends by itself: {}", e.sentence());
        }
        renewals.close();
        watchdog.close();
        abilities.visits().close();
        pulse.close();
        redis.close();
    }
}
