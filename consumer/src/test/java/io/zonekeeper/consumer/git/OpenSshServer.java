package io.zonekeeper.consumer.git;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** OpenSSH's own server on a loopback port, with a host key and one user's key of its own. */
final class OpenSshServer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

    private final Path folder;
    private final int port;
    private final Process process;

    /** @param userKey the public key that is let in */
    private OpenSshServer(Path folder, Path userKey) throws Exception {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        newKey(folder.resolve("host_key"));
        Files.writeString(folder.resolve("sshd_config"), """
                ListenAddress 127.0.0.1:%d
                HostKey %s
                PidFile none
                AuthorizedKeysFile %s
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PermitRootLogin prohibit-password
                """.formatted(port, folder.resolve("host_key"), userKey));
        if (System.getProperty("user.name").equals("root")) {
            // Where it puts its unprivileged half; the service's unit file would make it.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("sshd_config").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(20)).until(this::answers);
    }

    /** Skips the test where there is no such server. */
    static OpenSshServer start(Path folder, Path userKey) throws Exception {
        assumeThat(PROGRAM)
                .as("OpenSSH's server is not here; install the package openssh-server to run these tests")
                .isExecutable();
        return new OpenSshServer(Files.createDirectories(folder), userKey);
    }

    /** Writes an Ed25519 key pair, the public half under the same name with {@code .pub}. */
    static void newKey(Path file) throws IOException, InterruptedException {
        GitHistoryTest.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file.toString()));
    }

    String url(Path repository) {
        return "ssh://%s@127.0.0.1:%d%s".formatted(System.getProperty("user.name"), port, repository);
    }

    /** The line of a {@code known_hosts} file. */
    String knownHost() throws IOException {
        return "[127.0.0.1]:%d %s".formatted(port, Files.readString(folder.resolve("host_key.pub")));
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("sshd ended: " + Files.readString(folder.resolve("sshd.log")));
        }
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
