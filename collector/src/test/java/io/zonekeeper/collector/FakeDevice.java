package io.zonekeeper.collector;

import io.zonekeeper.common.job.DeviceAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.scp.server.ScpCommandFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.command.CommandFactory;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;

/** A device on a loopback port that speaks real SSH, says what it is told to and remembers who came. */
public final class FakeDevice implements AutoCloseable {

    private final SshServer server;
    private final Settings settings;
    private final List<String> loginAttempts;
    private final List<String> received;
    private final AtomicInteger sessions;

    private FakeDevice(
            SshServer server,
            Settings settings,
            List<String> loginAttempts,
            List<String> received,
            AtomicInteger sessions) {
        this.server = server;
        this.settings = settings;
        this.loginAttempts = loginAttempts;
        this.received = received;
        this.sessions = sessions;
    }

    public static Builder builder() {
        return new Builder();
    }

    public int port() {
        return server.getPort();
    }

    /** In OpenSSH's form, the first of its keys. */
    public String hostKey() {
        return shown(settings.hostKeys.getFirst());
    }

    /** In OpenSSH's form. */
    public static String shown(KeyPair key) {
        String type = KeyUtils.getKeyType(key.getPublic());
        ByteArrayBuffer blob = new ByteArrayBuffer();
        blob.putRawPublicKey(key.getPublic());
        return type + " " + Base64.getEncoder().encodeToString(blob.getCompactData());
    }

    /** @param type as in {@code ssh-ed25519} or {@code ssh-rsa} */
    public static KeyPair newKey(String type) {
        try {
            return KeyUtils.generateKeyPair(type, type.equals("ssh-rsa") ? 2048 : 256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the user name and password that are right. */
    public DeviceAccess access() {
        return access(settings.password);
    }

    public DeviceAccess access(@Nullable String password) {
        return new DeviceAccess(
                "127.0.0.1", port(), null, settings.username, password, null, null, settings.enableSecret);
    }

    /** Methods of the login requests that came, {@code none} included. */
    public List<String> loginAttempts() {
        return loginAttempts;
    }

    /** Lines and commands that were sent to it. */
    public List<String> received() {
        return received;
    }

    /** Shells and commands it was asked for. */
    public int sessions() {
        return sessions.get();
    }

    /** Connections that stand. */
    public int connections() {
        return server.getActiveSessions().size();
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    /** What the device is and how it misbehaves. */
    static final class Settings {
        final List<KeyPair> hostKeys = new ArrayList<>();
        final List<PublicKey> acceptedKeys = new ArrayList<>();
        final Map<String, byte[]> answers = new HashMap<>();
        final Map<String, ExecAnswer> execAnswers = new LinkedHashMap<>();
        final List<String> prompts = new ArrayList<>(List.of("Password: "));
        List<UserAuthFactory> methods = List.of(UserAuthPasswordFactory.INSTANCE);
        String username = "backup";
        String password = "s3cret-of-the-device";

        @Nullable String enableSecret;

        @Nullable Path files;

        boolean sftp;
        boolean scp;

        String prompt = "router>";
        String enabledPrompt = "router#";
        String banner = "";
        int pageLines;
        boolean echo = true;
        boolean silent;
        boolean flooding;
        long resetAfter = Long.MAX_VALUE;
        int chunk = Integer.MAX_VALUE;
        Consumer<SshServer> tuning = _ -> {};
    }

    record ExecAnswer(byte[] output, byte[] errorOutput, int exitStatus) {}

    /** One thing after another; the last word counts. */
    public static final class Builder {

        private final Settings settings = new Settings();

        public Builder login(String username, String password) {
            settings.username = username;
            settings.password = password;
            return this;
        }

        /** Adds a key pair it shows; without any it makes an Ed25519 one. */
        public Builder hostKey(KeyPair key) {
            settings.hostKeys.add(key);
            return this;
        }

        public Builder acceptingKey(PublicKey key) {
            settings.acceptedKeys.add(key);
            return this;
        }

        /** Of {@code password}, {@code keyboard-interactive}, {@code publickey}. */
        public Builder methods(String... names) {
            List<UserAuthFactory> methods = new ArrayList<>();
            for (String name : names) {
                methods.add(
                        switch (name) {
                            case "password" -> UserAuthPasswordFactory.INSTANCE;
                            case "keyboard-interactive" -> UserAuthKeyboardInteractiveFactory.INSTANCE;
                            case "publickey" -> UserAuthPublicKeyFactory.INSTANCE;
                            default -> throw new IllegalArgumentException(name);
                        });
            }
            settings.methods = methods;
            return this;
        }

        /** What keyboard-interactive asks, all of it hidden and answered by the password. */
        public Builder asking(String... prompts) {
            settings.prompts.clear();
            settings.prompts.addAll(List.of(prompts));
            return this;
        }

        public Builder prompt(String prompt) {
            settings.prompt = prompt;
            return this;
        }

        /** The command {@code enable} asks for this and changes the prompt. */
        public Builder enable(String secret, String enabledPrompt) {
            settings.enableSecret = secret;
            settings.enabledPrompt = enabledPrompt;
            return this;
        }

        /** Said before the first prompt. */
        public Builder banner(String banner) {
            settings.banner = banner;
            return this;
        }

        /** What a line in the shell is answered with; line ends as they are given. */
        public Builder answer(String command, String output) {
            settings.answers.put(command, output.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        public Builder exec(String command, byte[] output, byte[] errorOutput, int exitStatus) {
            settings.execAnswers.put(command, new ExecAnswer(output, errorOutput, exitStatus));
            return this;
        }

        /** Stops at {@code --More--} after as many lines, until {@code terminal length 0} is sent. */
        public Builder paging(int lines) {
            settings.pageLines = lines;
            return this;
        }

        public Builder withoutEcho() {
            settings.echo = false;
            return this;
        }

        /** Opens shells and runs commands, and says nothing. */
        public Builder silent() {
            settings.silent = true;
            return this;
        }

        /** Never ends an answer. */
        public Builder flooding() {
            settings.flooding = true;
            return this;
        }

        /** Gives the files of a folder, which is its root, by these protocols. */
        public Builder files(Path folder, boolean sftp, boolean scp) {
            settings.files = folder;
            settings.sftp = sftp;
            settings.scp = scp;
            return this;
        }

        /** Drops the connection after as many bytes of a shell or command. */
        public Builder resettingAfter(long bytes) {
            settings.resetAfter = bytes;
            return this;
        }

        /** Sends pieces of at most as many bytes. */
        public Builder chunks(int bytes) {
            settings.chunk = bytes;
            return this;
        }

        /** The last change of the server before it starts, such as its algorithms. */
        public Builder tuned(Consumer<SshServer> tuning) {
            settings.tuning = tuning;
            return this;
        }

        public FakeDevice start() throws IOException {
            if (settings.hostKeys.isEmpty()) {
                settings.hostKeys.add(newKey(KeyPairProvider.SSH_ED25519));
            }
            List<String> attempts = new CopyOnWriteArrayList<>();
            List<String> received = new CopyOnWriteArrayList<>();
            AtomicInteger sessions = new AtomicInteger();
            SshServer server = SshServer.setUpDefaultServer();
            server.setHost("127.0.0.1");
            server.setKeyPairProvider(KeyPairProvider.wrap(settings.hostKeys));
            server.setUserAuthFactories(settings.methods.stream()
                    .map(factory -> recording(factory, attempts))
                    .toList());
            server.setPasswordAuthenticator((username, password, _) ->
                    username.equals(settings.username) && password.equals(settings.password));
            server.setPublickeyAuthenticator((username, key, _) -> username.equals(settings.username)
                    && settings.acceptedKeys.stream().anyMatch(accepted -> KeyUtils.compareKeys(accepted, key)));
            server.setKeyboardInteractiveAuthenticator(new Asking(settings));
            server.setShellFactory(_ -> {
                sessions.incrementAndGet();
                return new FakeDialogue(settings, received, null);
            });
            CommandFactory commands = (_, command) -> {
                sessions.incrementAndGet();
                received.add(command);
                return new FakeDialogue(settings, received, command);
            };
            server.setCommandFactory(
                    settings.scp
                            ? new ScpCommandFactory.Builder()
                                    .withDelegate(commands)
                                    .build()
                            : commands);
            if (settings.sftp) {
                server.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder().build()));
            }
            if (settings.files != null) {
                server.setFileSystemFactory(new VirtualFileSystemFactory(settings.files));
            }
            settings.tuning.accept(server);
            server.start();
            return new FakeDevice(server, settings, attempts, received, sessions);
        }

        private static UserAuthFactory recording(UserAuthFactory factory, List<String> attempts) {
            return new UserAuthFactory() {
                @Override
                public UserAuth createUserAuth(ServerSession session) throws IOException {
                    attempts.add(factory.getName());
                    return factory.createUserAuth(session);
                }

                @Override
                public String getName() {
                    return factory.getName();
                }
            };
        }
    }

    private record Asking(Settings settings) implements KeyboardInteractiveAuthenticator {

        @Override
        public InteractiveChallenge generateChallenge(
                ServerSession session, String username, String language, String methods) {
            InteractiveChallenge challenge = new InteractiveChallenge();
            challenge.setInteractionName("");
            challenge.setInteractionInstruction("");
            challenge.setLanguageTag("");
            settings.prompts.forEach(prompt -> challenge.addPrompt(prompt, false));
            return challenge;
        }

        @Override
        public boolean authenticate(ServerSession session, String username, List<String> responses) {
            return username.equals(settings.username)
                    && responses.size() == settings.prompts.size()
                    && responses.stream().allMatch(settings.password::equals);
        }
    }
}
