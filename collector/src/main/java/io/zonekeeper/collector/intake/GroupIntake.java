package io.zonekeeper.collector.intake;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.zonekeeper.collector.run.JobRunner;
import io.zonekeeper.common.wire.GroupName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the jobs of one group, never more at once than wanted: jobs that outlived their channel or their consumer count too.
 * {@link #reconcile} and what it calls belong to one thread, the rest is thread-safe.
 */
final class GroupIntake {

    private static final Logger log = LoggerFactory.getLogger(GroupIntake.class);

    private final GroupName group;
    private final Broker broker;
    private final JobRunner runner;
    private final Runnable onChange;

    private final Backoff backoff = new Backoff();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private @Nullable Channel channel;

    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean consuming;
    private volatile boolean subscribed;
    private volatile @Nullable String refusal;
    private volatile @Nullable String trouble;
    private volatile boolean ending;

    GroupIntake(GroupName group, Broker broker, JobRunner runner, Runnable onChange) {
        this.group = group;
        this.broker = broker;
        this.runner = runner;
        this.onChange = onChange;
    }

    GroupName group() {
        return group;
    }

    /** Jobs received and not over. */
    int inFlight() {
        return inFlight.get();
    }

    boolean isConsuming() {
        return consuming;
    }

    /** Whether the broker may still give us something. */
    boolean isSubscribed() {
        return subscribed;
    }

    /** Why it does not consume though it should, as a sentence. */
    Optional<String> trouble() {
        String refused = refusal;
        return Optional.ofNullable(refused != null ? refused : trouble);
    }

    /** No more jobs of this group until the process is started again: going on would only pass the same message around. */
    void refuse(String reason) {
        if (refusal == null) {
            refusal = reason;
            log.warn("Group {} is not consumed any more: {}", group, reason);
        }
        // Before the message goes back, else it comes straight here again.
        cancelAll();
        changed();
    }

    void changed() {
        onChange.run();
    }

    /** Interrupted jobs leave their messages unsettled from now on. */
    void end() {
        ending = true;
    }

    /** Brings the consumers at the broker to what is wanted: none for 0. */
    void reconcile(@Nullable Connection connection, int wanted) {
        try {
            synchronized (subscriptions) {
                subscriptions.removeIf(Subscription::isOver);
                if (connection == null || !connection.isOpen()) {
                    channel = null;
                    return;
                }
                int target = refusal == null ? wanted : 0;
                if (subscribed() > target) {
                    cancelAll();
                } else if (backoff.isOver()) {
                    subscribe(connection, target);
                }
            }
        } catch (IOException | AlreadyClosedException e) {
            backoff.failed();
            report(broker.whyNotConsuming(group, e).sentence());
        } finally {
            synchronized (subscriptions) {
                consuming = subscriptions.stream().anyMatch(Subscription::isConsuming);
                subscribed = !subscriptions.isEmpty();
            }
        }
    }

    private void report(String sentence) {
        if (!sentence.equals(trouble)) {
            log.warn("{} Trying again.", sentence);
        }
        trouble = sentence;
    }

    /** Messages the broker may still hand out to us, settled ones aside. */
    private int subscribed() {
        return subscriptions.stream().mapToInt(Subscription::prefetch).sum();
    }

    private void subscribe(Connection connection, int target) throws IOException {
        int subscribed = subscribed();
        int leftOver = inFlight.get()
                - subscriptions.stream().mapToInt(Subscription::unsettled).sum();
        int room = target - subscribed - Math.max(0, leftOver);
        boolean worthIt = subscribed == 0 || leftOver <= 0;
        if (room <= 0 || !worthIt) {
            return;
        }
        Channel open = channel;
        if (open == null || !open.isOpen()) {
            open = connection.createChannel();
            channel = open;
        }
        Subscription subscription = new Subscription(open, room, this);
        subscriptions.add(subscription);
        try {
            subscription.start();
        } catch (IOException | AlreadyClosedException e) {
            subscriptions.remove(subscription);
            throw e;
        }
        backoff.succeeded();
        trouble = null;
        log.info("Consuming group {} with up to {} jobs at once.", group, subscribed + room);
    }

    private void cancelAll() {
        synchronized (subscriptions) {
            for (Subscription subscription : subscriptions) {
                if (subscription.isConsuming()) {
                    try {
                        subscription.cancel();
                        log.info("Not consuming group {} for now.", group);
                    } catch (IOException | AlreadyClosedException e) {
                        log.debug("The consumer of group {} is gone already.", group, e);
                    }
                }
            }
        }
    }

    /** Called by the client's dispatcher, which must not be held up. */
    void deliver(Delivery delivery) {
        inFlight.incrementAndGet();
        Thread.ofVirtual().name("job-" + group).start(() -> run(delivery));
    }

    private void run(Delivery delivery) {
        try {
            runner.run(delivery);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            log.error("A job of group {} failed through a fault of this collector.", group, e);
        } finally {
            if (!delivery.isSettled() && !ending) {
                log.error("A job of group {} ended without being settled; its message goes back.", group);
                delivery.comeAgain();
            }
            delivery.over();
            inFlight.decrementAndGet();
            changed();
        }
    }
}
