package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.result.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.SessionFactory;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPEngine;
import net.schmizz.sshj.sftp.SFTPException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file by SFTP. Used once, by one thread. */
final class SftpCopy {

    private static final int PIECE = 32 * 1024;
    /** Requests under way: what is asked for ahead is held in memory. */
    private static final int AHEAD = 4;

    private static final int LEAVE_MILLIS = 1000;
    private static final Logger log = LoggerFactory.getLogger(SftpCopy.class);
    private static final Set<StatusCode> BROKEN = EnumSet.of(StatusCode.NO_CONNECTION, StatusCode.CONNECITON_LOST);

    private final Connection connection;
    private final DeviceChannel channel;
    private final String device;
    private final DeviceSession.Patience patience;

    /** @param channel open, with nothing requested yet */
    SftpCopy(Connection connection, DeviceChannel channel, String device, DeviceSession.Patience patience) {
        this.connection = connection;
        this.channel = channel;
        this.device = device;
        this.patience = patience;
    }

    /** @return why the device does not give the file; empty if it was copied whole */
    Optional<String> run(String path, long maxBytes, DeviceSession.Sink sink) throws IOException, SessionException {
        SFTPEngine engine;
        try {
            engine = new SFTPEngine(new OneSession(channel, address()));
        } catch (ConnectionException e) {
            return Optional.of("it has no SFTP (%s)".formatted(Shown.reason(e)));
        }
        try {
            engine.setTimeoutMs(millis());
            engine.init();
            copy(engine.open(path), maxBytes, sink);
            return Optional.empty();
        } catch (SFTPException e) {
            if (isAnswer(e)) {
                return Optional.of(Shown.reason(e));
            }
            throw e;
        } finally {
            close(engine);
        }
    }

    /** What has been copied stays copied, also where a device does not take its leave. */
    private void close(SFTPEngine engine) {
        connection.setTimeoutMs(LEAVE_MILLIS);
        try {
            engine.close();
        } catch (IOException e) {
            log.debug("Ending SFTP with {} failed", device, e);
        }
    }

    private static boolean isAnswer(SFTPException e) {
        return e.getStatusCode() != StatusCode.UNKNOWN && !BROKEN.contains(e.getStatusCode());
    }

    private void copy(RemoteFile file, long maxBytes, DeviceSession.Sink sink) throws IOException, SessionException {
        long announced = file.fetchAttributes().has(FileAttributes.Flag.SIZE) ? file.length() : -1;
        if (announced > maxBytes) {
            throw new SessionException(
                    FailureKind.TOO_LARGE,
                    "The file on %s has %d bytes, more than the %d left of the limit."
                            .formatted(device, announced, maxBytes));
        }
        byte[] piece = new byte[PIECE];
        long read = 0;
        try (InputStream in = file.new ReadAheadRemoteFileInputStream(AHEAD)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (patience.deadline().isOver()) {
                    throw new SessionException(
                            FailureKind.TIMED_OUT,
                            "The time limit was over while a file of %s was copied.".formatted(device));
                }
                sink.take(piece, count);
                read += count;
            }
        }
        if (read < announced) {
            throw new SessionException(
                    FailureKind.INCOMPLETE,
                    "%s ended the file after %d of %d bytes.".formatted(device, read, announced));
        }
    }

    private int millis() {
        long idle =
                Math.min(patience.idle().toMillis(), patience.deadline().left().toMillis());
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, idle));
    }

    private InetSocketAddress address() {
        return InetSocketAddress.createUnresolved(
                connection.getTransport().getRemoteHost(),
                connection.getTransport().getRemotePort());
    }

    /** @param address sshj names a thread after it */
    private record OneSession(DeviceChannel channel, InetSocketAddress address) implements SessionFactory {

        @Override
        public Session startSession() {
            return channel;
        }

        @Override
        public InetSocketAddress getRemoteSocketAddress() {
            return address;
        }
    }
}
