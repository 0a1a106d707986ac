package io.zonekeeper.orchestrator.dispatch;

import io.zonekeeper.orchestrator.collector.GroupControls;
import io.zonekeeper.orchestrator.run.RunInserts;
import io.zonekeeper.orchestrator.run.RunSummaries;
import io.zonekeeper.orchestrator.schedule.ScheduleTick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;
import redis.clients.jedis.exceptions.JedisException;

/** Runs the ticks, each in a thread of its own: at once again while one finds work, else after a pause. */
@Component
class Timers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Timers.class);

    /** Looking for outcomes costs about the same however many have come, so a busy settlement lets some gather. */
    private static final Duration GATHERING = Duration.ofMillis(200);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private final DispatchSettings settings;
    private final Semaphore room = new Semaphore(0);
    private final List<Timer> timers;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    /** @param gathering pause after a tick that found work */
    private record Timer(String name, Duration gathering, Duration pause, Semaphore wake, BooleanSupplier tick) {

        Timer(String name, Duration pause, Semaphore wake, BooleanSupplier tick) {
            this(name, Duration.ZERO, pause, wake, tick);
        }
    }

    Timers(
            DispatchSettings settings,
            ScheduleTick schedules,
            Dispatcher dispatcher,
            Settlement settlement,
            DeadLetters deadLetters,
            GroupControls controls,
            RunSummaries summaries) {
        this.settings = settings;
        this.timers = List.of(
                new Timer("schedules", Duration.ofSeconds(1), new Semaphore(0), schedules::tick),
                new Timer("dispatch", Duration.ofMillis(250), room, dispatcher::tick),
                new Timer(
                        "settlement",
                        GATHERING,
                        Duration.ofMillis(200),
                        new Semaphore(0),
                        () -> makingRoom(settlement.tick())),
                new Timer(
                        "reconciler",
                        Duration.ofSeconds(1),
                        new Semaphore(0),
                        () -> makingRoom(settlement.reconcile())),
                new Timer("dead-letters", Duration.ofSeconds(2), new Semaphore(0), deadLetters::tick),
                new Timer("group-controls", Duration.ofSeconds(2), new Semaphore(0), () -> once(controls::tick)),
                new Timer("run-summaries", Duration.ofSeconds(1), new Semaphore(0), () -> once(summaries::tick)));
    }

    @Override
    public synchronized void start() {
        running = true;
        if (!settings.ticking()) {
            log.info("{} is off: this process only serves pages and the API.", DispatchSettings.TICKING.name());
            return;
        }
        for (Timer timer : timers) {
            threads.add(Thread.ofVirtual().name(timer.name()).start(() -> repeat(timer)));
        }
    }

    /** Lets every tick end what it is at. */
    @Override
    public synchronized void stop() {
        running = false;
        timers.forEach(timer -> timer.wake().release());
        for (Thread thread : threads) {
            join(thread);
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private boolean makingRoom(boolean settled) {
        if (settled) {
            wakeDispatch();
        }
        return settled;
    }

    /** Nobody who has just asked for a backup waits for the end of a pause. */
    @TransactionalEventListener
    void jobsInserted(RunInserts.JobsInserted ignored) {
        wakeDispatch();
    }

    private void wakeDispatch() {
        if (room.availablePermits() == 0) {
            room.release();
        }
    }

    private static boolean once(Runnable tick) {
        tick.run();
        return false;
    }

    private void repeat(Timer timer) {
        boolean failing = false;
        while (running) {
            Duration pause;
            try {
                pause = timer.tick().getAsBoolean() ? timer.gathering() : timer.pause();
                if (failing) {
                    log.info("{}: works again.", timer.name());
                    failing = false;
                }
            } catch (DataAccessException | TransactionException | AmqpException | JedisException e) {
                if (!failing) {
                    log.warn("{}: {}; skipping this run, and those until it is back.", timer.name(), reason(e));
                }
                log.debug("{}", timer.name(), e);
                failing = true;
                pause = AFTER_FAILURE;
            } catch (RuntimeException e) {
                log.error("{}: skipping this run", timer.name(), e);
                pause = AFTER_FAILURE;
            }
            if (!pause(timer, pause)) {
                return;
            }
        }
    }

    private static boolean pause(Timer timer, Duration pause) {
        try {
            if (pause.isPositive() && timer.wake().tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                timer.wake().drainPermits();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void join(Thread thread) {
        try {
            if (!thread.join(LONGEST_STOP)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
