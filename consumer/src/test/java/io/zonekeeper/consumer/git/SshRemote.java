package io.zonekeeper.consumer.git;

import io.zonekeeper.common.openssh.OpenSshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Repositories of this machine by SSH. */
final class SshRemote implements AutoCloseable {

    private final Path hostKey;
    private final OpenSshServer server;

    private SshRemote(Path hostKey, OpenSshServer server) {
        this.hostKey = hostKey;
        this.server = server;
    }

    /**
     * Skips the test where OpenSSH's server is missing.
     *
     * @param userKey the public key that is let in
     */
    static SshRemote start(Path folder, Path userKey) throws Exception {
        Path hostKey = Files.createDirectories(folder).resolve("host_key");
        newKey(hostKey);
        return new SshRemote(hostKey, OpenSshServer.start(folder, hostKey, userKey));
    }

    /** Writes an Ed25519 key pair, the public half under the same name with {@code .pub}. */
    static void newKey(Path file) throws IOException, InterruptedException {
        OpenSshServer.assumeInstalled();
        GitHistoryTest.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file.toString()));
    }

    String url(Path repository) {
        return "ssh://%s@127.0.0.1:%d%s".formatted(System.getProperty("user.name"), server.port(), repository);
    }

    /** The line of a {@code known_hosts} file. */
    String knownHost() throws IOException {
        return "[127.0.0.1]:%d %s".formatted(server.port(), Files.readString(Path.of(hostKey + ".pub")));
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
    }
}
