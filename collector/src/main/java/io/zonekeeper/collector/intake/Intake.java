package io.zonekeeper.collector.intake;

import com.rabbitmq.client.Connection;
import io.zonekeeper.collector.run.JobRunner;
import io.zonekeeper.common.wire.GroupName;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives jobs: one connection, one channel for each group. One thread of its own keeps what is at the broker as it is wanted,
 * whatever broke meanwhile. Thread-safe.
 */
public final class Intake implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private static final long LOOK_EVERY_MILLIS = 1_000;
    private static final int CLOSING_MILLIS = 2_000;

    private final AmqpAddress address;
    private final String name;
    private final Broker broker;
    private final List<GroupIntake> groups;
    private final Runnable onChange;
    private final Consumer<String> onMisconfigured;
    private final Semaphore signal = new Semaphore(0);
    private final Backoff backoff = new Backoff();
    private final Thread keeper;

    private volatile IntakePlan plan;
    private volatile boolean closed;
    private volatile @Nullable Connection connection;
    private volatile @Nullable String trouble;
    private volatile int consuming;
    private boolean everConnected;

    /**
     * @param name of the connection, as RabbitMQ shows it
     * @param onChange called when the set of consumed groups has changed
     * @param onMisconfigured given a sentence if the broker refuses us before it ever let us in: waiting does not help
     */
    public Intake(
            AmqpAddress address,
            String name,
            List<GroupName> groupNames,
            JobRunner runner,
            Runnable onChange,
            Consumer<String> onMisconfigured) {
        this.address = address;
        this.name = name;
        this.broker = new Broker(address);
        this.groups = groupNames.stream()
                .map(group -> new GroupIntake(group, broker, runner, this::wake))
                .toList();
        this.onChange = onChange;
        this.onMisconfigured = onMisconfigured;
        this.plan = IntakePlan.none(groupNames, "The collector is starting.");
        this.keeper = Thread.ofPlatform().name("intake").unstarted(this::keep);
    }

    /** Connects, and goes on trying until it is closed. */
    public void start() {
        keeper.start();
    }

    /** Takes effect soon. */
    public void want(IntakePlan wanted) {
        plan = wanted;
        wake();
    }

    /** The groups consumed at this moment. */
    public List<GroupName> consuming() {
        return groups.stream()
                .filter(GroupIntake::isConsuming)
                .map(GroupIntake::group)
                .toList();
    }

    /** The groups not consumed at this moment, each with the reason as a sentence. */
    public Map<String, String> refused() {
        Map<String, String> refused = new LinkedHashMap<>();
        String down = trouble;
        for (GroupIntake group : groups) {
            if (!group.isConsuming()) {
                String otherwise = plan.reasons()
                        .getOrDefault(group.group(), down != null ? down : "Its slots are busy with earlier jobs.");
                refused.put(group.group().value(), group.trouble().orElse(otherwise));
            }
        }
        return refused;
    }

    /** Jobs received and not over. */
    public int inFlight() {
        return groups.stream().mapToInt(GroupIntake::inFlight).sum();
    }

    /** Nothing is at work here and nothing more can come. */
    public boolean isQuiet() {
        return groups.stream().noneMatch(GroupIntake::isSubscribed) && inFlight() == 0;
    }

    private void wake() {
        signal.release();
    }

    private void keep() {
        try {
            while (!closed) {
                look();
                if (signal.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    signal.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            log.debug("The intake ends.", e);
        }
    }

    private void look() {
        try {
            Connection open = connected();
            Map<GroupName, Integer> wanted = plan.wanted();
            groups.forEach(group -> group.reconcile(open, wanted.getOrDefault(group.group(), 0)));
        } catch (RuntimeException e) {
            log.error("The intake failed through a fault of this collector; it goes on.", e);
        }
        int now = consuming().hashCode();
        if (now != consuming) {
            consuming = now;
            onChange.run();
        }
    }

    private @Nullable Connection connected() {
        Connection open = connection;
        if (open != null && open.isOpen()) {
            return open;
        }
        if (open != null) {
            connection = null;
            log.warn("The connection to RabbitMQ at {} is lost; jobs at work go on. Connecting again.", address);
        }
        if (!backoff.isOver()) {
            return null;
        }
        try {
            open = broker.connect(name);
            open.addShutdownListener(_ -> wake());
            connection = open;
            everConnected = true;
            trouble = null;
            backoff.succeeded();
            log.info("Connected to RabbitMQ at {}.", address);
            return open;
        } catch (IOException | TimeoutException e) {
            backoff.failed();
            report(broker.whyNotConnected(e));
            return null;
        }
    }

    private void report(Broker.Trouble found) {
        if (found.misconfigured() && !everConnected) {
            onMisconfigured.accept(found.sentence());
        } else if (!found.sentence().equals(trouble)) {
            log.warn("{} Trying again.", found.sentence());
        }
        trouble = found.sentence();
    }

    /** Closes the connection; messages not settled by now come again to somebody. */
    @Override
    public void close() {
        closed = true;
        groups.forEach(GroupIntake::end);
        wake();
        try {
            keeper.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Connection open = connection;
        if (open != null) {
            open.abort(CLOSING_MILLIS);
        }
        broker.close();
    }
}
