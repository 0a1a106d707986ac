package io.zonekeeper.collector.intake;

import com.rabbitmq.client.AlreadyClosedException;
import io.zonekeeper.collector.run.Message;
import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.common.wire.GroupName;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One message on the channel it came by: its tag means nothing on another. */
final class Delivery implements Message {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final GroupIntake intake;
    private final Subscription subscription;
    private final long tag;
    private final byte[] body;
    private final AtomicBoolean settled = new AtomicBoolean();

    private interface Settling {
        void settle() throws IOException;
    }

    Delivery(GroupIntake intake, Subscription subscription, long tag, byte[] body) {
        this.intake = intake;
        this.subscription = subscription;
        this.tag = tag;
        this.body = body;
        if (TestSwitch.ACK_EARLY.isOn()) {
            settleEarly();
        }
    }

    private void settleEarly() {
        try {
            subscription.getChannel().basicAck(tag, false);
        } catch (IOException e) {
            log.debug("The message of group {} was not acknowledged early.", intake.group(), e);
        }
    }

    @Override
    public GroupName group() {
        return intake.group();
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public void acknowledge() {
        settle(() -> {
            if (!TestSwitch.ACK_EARLY.isOn()) {
                subscription.getChannel().basicAck(tag, false);
            }
        });
    }

    @Override
    public void reject() {
        settle(() -> subscription.getChannel().basicReject(tag, false));
    }

    @Override
    public void giveBack(String reason) {
        intake.refuse(reason);
        settle(() -> subscription.getChannel().basicNack(tag, false, true));
    }

    /** Back to the queue, for anybody. */
    void comeAgain() {
        settle(() -> subscription.getChannel().basicReject(tag, true));
    }

    @Override
    public boolean isSettled() {
        return settled.get();
    }

    /** The job is over, however it was settled. */
    void over() {
        subscription.settled();
    }

    private void settle(Settling settling) {
        if (!settled.compareAndSet(false, true)) {
            throw new IllegalStateException("message %d of group %s was settled before".formatted(tag, group()));
        }
        try {
            settling.settle();
        } catch (IOException | AlreadyClosedException e) {
            log.debug("A message of group {} comes again, since its channel is closed.", group(), e);
        }
    }
}
