package io.zonekeeper.collector.recording;

import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.platform.Recording;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;

/** Devices behind one SSH port of the loopback; the user name tells which one is meant. Thread-safe. */
final class ReplayServer implements AutoCloseable {

    static {
        System.setProperty("org.slf4j.simpleLogger.log.org.apache.sshd", "warn");
    }

    private static final String PASSWORD = "s3cret-of-the-device";

    private final Map<String, Replay> replays = new ConcurrentHashMap<>();
    private final AtomicInteger users = new AtomicInteger();
    private final SshServer server = SshServer.setUpDefaultServer();

    /** @param change applied to each answer */
    record Replay(Recording recording, Delivery delivery, UnaryOperator<String> change) {}

    ReplayServer() throws IOException, GeneralSecurityException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256)));
        server.setPasswordAuthenticator(
                (username, password, _) -> replays.containsKey(username) && password.equals(PASSWORD));
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, 1000);
        server.setShellFactory(channel -> new ReplayDialogue(replayOf(channel), null));
        server.setCommandFactory((channel, command) -> new ReplayDialogue(replayOf(channel), command));
        server.start();
    }

    private Replay replayOf(ChannelSession channel) throws IOException {
        Replay replay = replays.get(channel.getSession().getUsername());
        if (replay == null) {
            throw new IOException("nobody of that name");
        }
        return replay;
    }

    /** Access to a device that replays this from now on. */
    DeviceAccess add(Replay replay) {
        String username = "user-%d".formatted(users.incrementAndGet());
        replays.put(username, replay);
        return new DeviceAccess("127.0.0.1", server.getPort(), null, username, PASSWORD, null, null, null);
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
