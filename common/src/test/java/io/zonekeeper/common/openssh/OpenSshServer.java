package io.zonekeeper.common.openssh;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** OpenSSH's own server on a loopback port, for the user the tests run as, who gets in by key alone. */
public final class OpenSshServer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

    private final Path folder;
    private final int port;
    private final Process process;

    private OpenSshServer(Path folder, Path hostKey, Path authorizedKeys) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
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
                Subsystem sftp internal-sftp
                """.formatted(port, hostKey, authorizedKeys));
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

    /** Skips the tests where there is no such server; to be asked before anything it would be needed for is made. */
    public static void assumeInstalled() {
        assumeThat(PROGRAM)
                .as("OpenSSH's server is not here; install the package openssh-server to run these tests")
                .isExecutable();
    }

    /**
     * Returns when it answers.
     *
     * @param folder there already; holds the server's settings and log
     * @param hostKey the server's private key, readable by its owner alone
     * @param authorizedKeys the public keys that are let in
     */
    public static OpenSshServer start(Path folder, Path hostKey, Path authorizedKeys) throws IOException {
        assumeInstalled();
        return new OpenSshServer(folder, hostKey, authorizedKeys);
    }

    public int port() {
        return port;
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
