package io.zonekeeper.collector.dialogue;

import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.platform.Dialogue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** Devices behind one SSH port of the loopback; the user name tells which one is meant. Thread-safe. */
final class DialogueServer implements AutoCloseable {

    static {
        System.setProperty("org.slf4j.simpleLogger.log.org.apache.sshd", "warn");
    }

    private final Map<String, Device> devices = new ConcurrentHashMap<>();
    private final AtomicInteger users = new AtomicInteger();
    private final SshServer server = SshServer.setUpDefaultServer();

    /**
     * @param change applied to each answer
     * @param seed of the pieces it answers in; 0 for whole answers
     */
    record Device(Dialogue dialogue, UnaryOperator<String> change, long seed) {}

    DialogueServer() throws IOException, GeneralSecurityException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256)));
        server.setPasswordAuthenticator(
                (username, password, _) -> devices.containsKey(username) && password.equals(DialogueDevice.PASSWORD));
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, 1000);
        server.setShellFactory(channel -> new Channel(device(channel), null));
        server.setCommandFactory((channel, command) -> new Channel(device(channel), command));
        server.start();
    }

    private Device device(ChannelSession channel) throws IOException {
        Device device = devices.get(channel.getSession().getUsername());
        if (device == null) {
            throw new IOException("nobody of that name");
        }
        return device;
    }

    /** Access to a device that speaks so from now on. */
    DeviceAccess add(Device device) {
        String username = "user-%d".formatted(users.incrementAndGet());
        devices.put(username, device);
        return new DeviceAccess(
                "127.0.0.1", server.getPort(), null, username, DialogueDevice.PASSWORD, null, null, null);
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static final class Channel implements Command {

        private final Device device;
        private final @Nullable String command;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private ExitCallback exit = (_, _, _) -> {};
        private @Nullable Thread thread;

        Channel(Device device, @Nullable String command) {
            this.device = device;
            this.command = command;
        }

        @Override
        public void start(ChannelSession opened, Environment environment) {
            thread = Thread.startVirtualThread(this::run);
        }

        private void run() {
            DialogueDevice speaker =
                    new DialogueDevice(device.dialogue(), device.change(), device.seed(), false, in, out);
            try {
                if (command == null) {
                    speaker.converse();
                    exit.onExit(0);
                } else {
                    Optional<String> answer = speaker.execute(command);
                    OutputStream stream = answer.isPresent() ? out : err;
                    stream.write(answer.orElse(device.dialogue().unknown()).getBytes(StandardCharsets.UTF_8));
                    stream.flush();
                    exit.onExit(answer.isPresent() ? 0 : 1);
                }
            } catch (IOException e) {
                exit.onExit(1, "the client has gone");
            }
        }

        @Override
        public void destroy(ChannelSession closed) {
            Thread running = thread;
            if (running != null) {
                running.interrupt();
            }
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            err = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }
    }
}
