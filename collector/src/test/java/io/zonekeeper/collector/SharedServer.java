package io.zonekeeper.collector;

import io.zonekeeper.common.job.DeviceAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.scp.server.ScpCommandFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;

/**
 * Devices behind one SSH port of the loopback; the user name tells which one is meant. Thread-safe.
 *
 * @param <D> what a device is
 */
public final class SharedServer<D> implements AutoCloseable {

    static {
        System.setProperty("org.slf4j.simpleLogger.log.org.apache.sshd", "warn");
    }

    public static final String PASSWORD = "s3cret-of-the-device";

    private final Map<String, D> devices = new ConcurrentHashMap<>();
    private final AtomicInteger users = new AtomicInteger();
    private final VirtualFileSystemFactory files = new VirtualFileSystemFactory();
    private final SshServer server = SshServer.setUpDefaultServer();

    /**
     * Lets a device speak.
     *
     * @param <D> what a device is
     */
    public interface Speaker<D> {

        /** @param command null for a shell */
        SshDialogue speak(D device, @Nullable String command);
    }

    public SharedServer(Speaker<D> speaker) throws IOException, GeneralSecurityException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256)));
        server.setPasswordAuthenticator(
                (username, password, _) -> devices.containsKey(username) && password.equals(PASSWORD));
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, 1000);
        server.setShellFactory(channel -> speaker.speak(device(channel), null));
        server.setCommandFactory(new ScpCommandFactory.Builder()
                .withDelegate((channel, command) -> speaker.speak(device(channel), command))
                .build());
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder().build()));
        server.setFileSystemFactory(files);
        server.start();
    }

    private D device(ChannelSession channel) throws IOException {
        D device = devices.get(channel.getSession().getUsername());
        if (device == null) {
            throw new IOException("nobody of that name");
        }
        return device;
    }

    /** Access to a device that is there from now on. */
    public DeviceAccess add(D device) {
        String username = "user-%d".formatted(users.incrementAndGet());
        devices.put(username, device);
        return new DeviceAccess("127.0.0.1", server.getPort(), null, username, PASSWORD, null, null, null);
    }

    /** As above; it gives the files of that folder. */
    public DeviceAccess add(D device, Path folder) {
        DeviceAccess access = add(device);
        files.setUserHomeDir(access.username(), folder);
        return access;
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
