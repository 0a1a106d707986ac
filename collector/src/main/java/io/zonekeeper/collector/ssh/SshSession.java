package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.platform.PlatformDefinition.FileProtocol;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.SeenHostKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.connection.channel.OpenFailException;

/** A session over SSH. Each shell or command has a channel of its own. */
final class SshSession implements DeviceSession {

    private static final int CHUNK_BYTES = 16 * 1024;
    /** Some devices end their output and never close the channel. */
    private static final Duration EXIT_STATUS_GRACE = Duration.ofSeconds(2);

    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Link link;
    private final ConnectionImpl connection;
    private final Optional<SeenHostKey> hostKey;

    SshSession(Link link, ConnectionImpl connection, Optional<SeenHostKey> hostKey) {
        this.link = link;
        this.connection = connection;
        this.hostKey = hostKey;
    }

    @Override
    public Optional<SeenHostKey> hostKey() {
        return hostKey;
    }

    @Override
    public Shell openShell(int columns, int rows, Deadline deadline) throws SessionException {
        DeviceChannel channel = open(true, deadline);
        request(deadline, "a terminal", () -> channel.allocatePTY("vt100", columns, rows, 0, 0, Map.of()));
        request(deadline, "a shell", channel::startShell);
        return new ChannelShell(channel);
    }

    @Override
    public int execute(String command, long maxBytes, Deadline deadline, Outputs outputs) throws SessionException {
        DeviceChannel channel = open(false, deadline);
        request(deadline, "to run a command", () -> channel.exec(command));
        byte[] buffer = new byte[CHUNK_BYTES];
        long read = 0;
        long heard = System.nanoTime();
        try {
            boolean outputOpen = true;
            boolean errorOpen = true;
            while (outputOpen || errorOpen) {
                if (!channel.awaitOutput(deadline.orEarlier(Deadline.after(SILENCE)))) {
                    if (deadline.isOver()) {
                        throw new SessionException(
                                FailureKind.TIMED_OUT,
                                "%s did not end its answer to \"%s\" in time."
                                        .formatted(link.device(), Shown.text(command)));
                    }
                    if (outputs.endsInSilence(Duration.ofNanos(System.nanoTime() - heard))) {
                        channel.leave();
                        return -1;
                    }
                    continue;
                }
                int count = channel.take(channel.getInputStream(), buffer);
                outputOpen = count >= 0;
                read += Math.max(0, count);
                if (count > 0) {
                    outputs.output(buffer, count);
                }
                count = channel.take(channel.getErrorStream(), buffer);
                errorOpen = count >= 0;
                read += Math.max(0, count);
                if (count > 0) {
                    outputs.errorOutput(buffer, count);
                }
                heard = System.nanoTime();
                if (read > maxBytes) {
                    throw new SessionException(
                            FailureKind.TOO_LARGE,
                            "%s answered \"%s\" with more than %d bytes."
                                    .formatted(link.device(), Shown.text(command), maxBytes));
                }
            }
            channel.awaitOver(deadline.orEarlier(Deadline.after(EXIT_STATUS_GRACE)));
        } catch (IOException e) {
            throw broken(e);
        }
        Integer exitStatus = channel.getExitStatus();
        return exitStatus == null ? -1 : exitStatus;
    }

    @Override
    public Optional<String> copyFile(String path, FileProtocol protocol, long maxBytes, Patience patience, Sink sink)
            throws SessionException {
        Deadline deadline = patience.deadline();
        DeviceChannel channel;
        try {
            channel = open(false, deadline);
        } catch (SessionException e) {
            if (e.kind() == FailureKind.UNSUPPORTED) {
                return Optional.of("it opens no channel for a file (%s)".formatted(Shown.reason(e)));
            }
            throw e;
        }
        try {
            return switch (protocol) {
                case SFTP -> new SftpCopy(connection, channel, link.device(), patience).run(path, maxBytes, sink);
                case SCP -> scp(channel, path, maxBytes, patience, sink);
            };
        } catch (IOException e) {
            if (deadline.isOver() || Link.isTimeout(e)) {
                throw new SessionException(
                        FailureKind.TIMED_OUT, "%s fell silent while its file was copied.".formatted(link.device()), e);
            }
            throw broken(e);
        }
    }

    private Optional<String> scp(DeviceChannel channel, String path, long maxBytes, Patience patience, Sink sink)
            throws IOException, SessionException {
        try {
            request(patience.deadline(), "to copy a file", () -> channel.exec(ScpCopy.command(path)));
        } catch (SessionException e) {
            if (e.kind() == FailureKind.UNSUPPORTED) {
                return Optional.of("it runs no scp (%s)".formatted(Shown.reason(e)));
            }
            throw e;
        }
        return new ScpCopy(channel, link.device(), patience).run(maxBytes, sink);
    }

    @Override
    public void close() {
        link.close();
    }

    private DeviceChannel open(boolean merged, Deadline deadline) throws SessionException {
        DeviceChannel channel = new DeviceChannel(connection, merged);
        request(deadline, "a session", channel::open);
        return channel;
    }

    private interface Request {
        void send() throws IOException;
    }

    private void request(Deadline deadline, String what, Request request) throws SessionException {
        connection.setTimeoutMs(
                (int) Math.max(1, Math.min(Integer.MAX_VALUE, deadline.left().toMillis())));
        try {
            request.send();
        } catch (IOException e) {
            if (deadline.isOver() || Link.isTimeout(e)) {
                throw new SessionException(
                        FailureKind.TIMED_OUT,
                        "%s did not answer when asked for %s.".formatted(link.device(), what),
                        e);
            }
            if (e instanceof OpenFailException || link.transport().isRunning()) {
                throw new SessionException(
                        FailureKind.UNSUPPORTED,
                        "%s refuses %s (%s).".formatted(link.device(), what, Shown.reason(e)),
                        e);
            }
            throw broken(e);
        }
    }

    private SessionException broken(IOException cause) {
        String sentence = link.isClosed()
                ? "The session with %s was closed from this side.".formatted(link.device())
                : "The connection to %s broke in mid-session (%s).".formatted(link.device(), Shown.reason(cause));
        return new SessionException(FailureKind.INCOMPLETE, sentence, cause);
    }

    private final class ChannelShell implements Shell {

        private final DeviceChannel channel;
        private final InputStream output;
        private final OutputStream input;

        ChannelShell(DeviceChannel channel) {
            this.channel = channel;
            this.output = channel.getInputStream();
            this.input = channel.getOutputStream();
        }

        @Override
        public void write(byte[] bytes) throws SessionException {
            try {
                input.write(bytes);
                input.flush();
            } catch (IOException e) {
                throw broken(e);
            }
        }

        @Override
        public int read(byte[] buffer, Deadline deadline) throws SessionException {
            try {
                return channel.awaitOutput(deadline) ? channel.take(output, buffer) : 0;
            } catch (IOException e) {
                throw broken(e);
            }
        }
    }
}
