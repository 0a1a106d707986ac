package io.zonekeeper.collector.intake;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One consumer at the broker, which gives at most {@code prefetch} unsettled messages. It counts in full until nothing more can
 * come from it: what was sent before a cancel arrives after it.
 */
final class Subscription extends DefaultConsumer {

    private final int prefetch;
    private final GroupIntake intake;
    private final AtomicInteger unsettled = new AtomicInteger();
    private volatile String tag = "";
    private volatile boolean cancelling;
    private volatile boolean over;

    Subscription(Channel channel, int prefetch, GroupIntake intake) {
        super(channel);
        this.prefetch = prefetch;
        this.intake = intake;
    }

    void start() throws IOException {
        getChannel().basicQos(prefetch, false);
        tag = getChannel().basicConsume(intake.group().queue(), false, this);
    }

    /** Settled messages make no room for new ones any more. */
    void cancel() throws IOException {
        cancelling = true;
        getChannel().basicCancel(tag);
    }

    int prefetch() {
        return prefetch;
    }

    int unsettled() {
        return unsettled.get();
    }

    boolean isConsuming() {
        return !cancelling && !over;
    }

    boolean isOver() {
        return over;
    }

    void settled() {
        unsettled.decrementAndGet();
    }

    @Override
    public void handleDelivery(String consumer, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        unsettled.incrementAndGet();
        intake.deliver(new Delivery(intake, this, envelope.getDeliveryTag(), body));
    }

    @Override
    public void handleCancelOk(String consumer) {
        end();
    }

    /** The broker ended it: the queue was deleted, or a message was held for too long. */
    @Override
    public void handleCancel(String consumer) {
        end();
    }

    @Override
    public void handleShutdownSignal(String consumer, ShutdownSignalException signal) {
        end();
    }

    private void end() {
        over = true;
        intake.changed();
    }
}
