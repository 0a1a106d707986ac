package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.result.FailureKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.transport.TransportImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket and the SSH transport on it. The socket is kept because closing it is what ends every wait in the library. */
final class Link implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Link.class);
    private static final Duration GOODBYE = Duration.ofMillis(500);

    private final String device;
    private final Socket socket;
    private final TransportImpl transport;
    private final Watchdog watchdog;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Link(String device, Socket socket, Config config, Watchdog watchdog) {
        this.device = device;
        this.socket = socket;
        this.transport = new TransportImpl(config);
        this.watchdog = watchdog;
    }

    /** @throws SessionException UNREACHABLE */
    static Link open(String address, int port, Config config, Watchdog watchdog, Duration timeout)
            throws SessionException {
        String device = Shown.target(address, port);
        Socket socket = new Socket();
        try {
            // A dialogue of small packets: waiting for more to send costs more than half of the rate.
            socket.setTcpNoDelay(true);
            socket.connect(
                    new InetSocketAddress(InetAddress.getByName(address), port),
                    Math.toIntExact(Math.max(1, timeout.toMillis())));
            return new Link(device, socket, config, watchdog);
        } catch (IOException e) {
            closeQuietly(socket);
            throw new SessionException(FailureKind.UNREACHABLE, unreachable(device, address, timeout, e), e);
        }
    }

    private static String unreachable(String device, String address, Duration timeout, IOException cause) {
        return switch (cause) {
            case UnknownHostException _ -> "The name %s is not known here.".formatted(Shown.text(address));
            case SocketTimeoutException _ ->
                "%s did not answer within %d s.".formatted(device, Math.max(1, timeout.toSeconds()));
            case ConnectException _ -> "%s refused the connection (%s).".formatted(device, Shown.reason(cause));
            default -> "%s cannot be reached (%s).".formatted(device, Shown.reason(cause));
        };
    }

    String device() {
        return device;
    }

    TransportImpl transport() {
        return transport;
    }

    /** Exchanges identification and keys; whatever waits in the library waits no longer than the timeout. */
    void handshake(PinnedHostKey hostKey, Duration timeout) throws IOException {
        int millis = Math.toIntExact(Math.max(1, timeout.toMillis()));
        transport.addHostKeyVerifier(hostKey);
        transport.setTimeoutMs(millis);
        socket.setSoTimeout(millis);
        // An address, since sshj looks up what stands here to name a thread after it.
        transport.init(
                socket.getInetAddress().getHostAddress(),
                socket.getPort(),
                new BufferedInputStream(socket.getInputStream()),
                socket.getOutputStream());
        transport.doKex();
        // From here on one thread reads for good, and a timeout would only make it start over.
        socket.setSoTimeout(0);
    }

    /** What a failure before the login means. */
    SessionException failed(IOException cause, Deadline deadline, boolean legacy) {
        String reason = Shown.reason(cause);
        if (deadline.isOver() || isTimeout(cause)) {
            return new SessionException(
                    FailureKind.TIMED_OUT, "%s fell silent before the login.".formatted(device), cause);
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            String message = each.getMessage();
            if (message != null) {
                var sentence = Algorithms.noCommonAlgorithm(message, device, legacy);
                if (sentence.isPresent()) {
                    return new SessionException(FailureKind.UNSUPPORTED, sentence.get(), cause);
                }
            }
        }
        return switch (disconnectReason(cause)) {
            case PROTOCOL_VERSION_NOT_SUPPORTED ->
                new SessionException(
                        FailureKind.UNSUPPORTED, "%s does not speak SSH 2 (%s).".formatted(device, reason), cause);
            case KEY_EXCHANGE_FAILED, MAC_ERROR ->
                new SessionException(
                        FailureKind.UNSUPPORTED,
                        "The key exchange with %s failed (%s).".formatted(device, reason),
                        cause);
            default ->
                new SessionException(
                        FailureKind.UNREACHABLE,
                        "%s closed the connection before the login (%s).".formatted(device, reason),
                        cause);
        };
    }

    static boolean isTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** The reason either side gave for ending the connection. */
    static DisconnectReason disconnectReason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransportException e && e.getDisconnectReason() != DisconnectReason.UNKNOWN) {
                return e.getDisconnectReason();
            }
        }
        return DisconnectReason.UNKNOWN;
    }

    boolean isClosed() {
        return closed.get();
    }

    /** Says goodbye, which a device that does not read can hold up; then the socket is closed under it. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try (Watchdog.Watch _ = watchdog.at(Deadline.after(GOODBYE), this::cut)) {
            transport.disconnect();
        } catch (RuntimeException e) {
            log.debug("Ending the session with {} failed", device, e);
        } finally {
            cut();
        }
    }

    /** Ends the connection at once. */
    void cut() {
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("Closing a socket failed", e);
        }
    }
}
