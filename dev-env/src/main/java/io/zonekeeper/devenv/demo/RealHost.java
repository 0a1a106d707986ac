package io.zonekeeper.devenv.demo;

import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.Stack;
import io.zonekeeper.devenv.stack.StackException;
import io.zonekeeper.devenv.stack.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This machine behind OpenSSH's server: a private one on a loopback port, which admits one key. */
final class RealHost {

    private static final Path SERVER = Path.of("/usr/sbin/sshd");

    private final Path folder;
    private final int port;

    private RealHost(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Empty where OpenSSH's server is not installed. */
    static Optional<RealHost> prepare(Path folder) {
        if (!Files.isExecutable(SERVER)) {
            return Optional.empty();
        }
        RealHost host = new RealHost(Stack.createFolder(folder), Stack.freePort());
        host.makeKey("host-key");
        host.makeKey("login-key");
        Stack.writePrivate(host.folder.resolve("sshd_config"), """
                ListenAddress 127.0.0.1:%d
                HostKey %s/host-key
                AuthorizedKeysFile %s/login-key.pub
                AuthenticationMethods publickey
                PermitRootLogin prohibit-password
                StrictModes no
                UsePAM no
                PidFile none
                """.formatted(host.port, folder, folder));
        return Optional.of(host);
    }

    Program start() {
        if (System.getProperty("user.name").equals("root")) {
            Stack.createFolder(Path.of("/run/sshd"));
        }
        Program program = Program.start(
                "sshd",
                folder,
                Map.of(),
                List.of(
                        SERVER.toString(),
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("sshd_config").toString()));
        Wait.until("OpenSSH's server listened", Duration.ofSeconds(10), () -> {
            Stack.requireRunning(program);
            return listens();
        });
        return program;
    }

    int port() {
        return port;
    }

    String username() {
        return System.getProperty("user.name");
    }

    String privateKey() {
        try {
            return Files.readString(folder.resolve("login-key"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void makeKey(String name) {
        Program keygen = Program.start(
                "ssh-keygen",
                folder,
                Map.of(),
                List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "zonekeeper-demo", "-f", name));
        Wait.until("a key was made", Duration.ofSeconds(10), () -> !keygen.isRunning());
        if (!Files.exists(folder.resolve(name))) {
            throw new StackException("ssh-keygen made no key.%n%s".formatted(keygen.tail()));
        }
    }
}
