package io.zonekeeper.collector.recording;

import io.zonekeeper.collector.SharedServer;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.platform.Recording;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;

/** Devices that replay recordings over SSH. Thread-safe. */
final class ReplayServer implements AutoCloseable {

    private final SharedServer<Replay> server = new SharedServer<>(ReplayDialogue::new);

    /**
     * @param change applied to each answer
     * @param manners in which ways it differs from the recorded device
     */
    record Replay(Recording recording, Delivery delivery, UnaryOperator<String> change, Manners manners) {

        Replay(Recording recording, Delivery delivery, UnaryOperator<String> change) {
            this(recording, delivery, change, Manners.AS_RECORDED);
        }
    }

    ReplayServer() throws IOException, GeneralSecurityException {}

    /** Access to a device that replays this from now on. */
    DeviceAccess add(Replay replay) {
        return server.add(replay);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
