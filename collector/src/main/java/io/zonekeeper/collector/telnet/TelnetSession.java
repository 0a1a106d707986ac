package io.zonekeeper.collector.telnet;

import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.collector.ssh.Shown;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.SeenHostKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.commons.net.telnet.EchoOptionHandler;
import org.apache.commons.net.telnet.InvalidTelnetOptionException;
import org.apache.commons.net.telnet.SuppressGAOptionHandler;
import org.apache.commons.net.telnet.TelnetClient;
import org.apache.commons.net.telnet.TerminalTypeOptionHandler;
import org.apache.commons.net.telnet.WindowSizeOptionHandler;
import org.jspecify.annotations.Nullable;

/** A session over Telnet. Its stream has no reads with a deadline, so a thread of its own reads ahead, a little. */
final class TelnetSession implements DeviceSession {

    private static final String TERMINAL = "vt100";
    private static final int CHUNK_BYTES = 4096;
    private static final int CHUNKS_AHEAD = 64;
    private static final byte[] END = new byte[0];

    private final String device;
    private final Client client;
    private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(CHUNKS_AHEAD);
    private final Thread reader;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    private TelnetSession(String device, Client client) {
        this.device = device;
        this.client = client;
        this.reader = Thread.ofVirtual().unstarted(this::readAhead);
    }

    /** @throws IOException if it does not answer */
    static TelnetSession open(String device, InetAddress address, int port, Duration timeout) throws IOException {
        Client client = new Client();
        client.setReaderThread(false);
        client.setConnectTimeout(Math.toIntExact(Math.max(1, timeout.toMillis())));
        try {
            client.addOptionHandler(new TerminalTypeOptionHandler(TERMINAL, false, false, true, false));
            client.addOptionHandler(new EchoOptionHandler(false, false, false, true));
            client.addOptionHandler(new SuppressGAOptionHandler(true, true, true, true));
        } catch (InvalidTelnetOptionException e) {
            throw new IllegalStateException(e);
        }
        client.connect(address, port);
        client.setTcpNoDelay(true);
        return new TelnetSession(device, client);
    }

    @Override
    public Optional<SeenHostKey> hostKey() {
        return Optional.empty();
    }

    @Override
    public Shell openShell(int columns, int rows, Deadline deadline) throws SessionException {
        try {
            client.addOptionHandler(new WindowSizeOptionHandler(columns, rows, true, false, true, false));
        } catch (InvalidTelnetOptionException e) {
            throw new IllegalStateException("a session has one shell", e);
        } catch (IOException e) {
            throw broken(e);
        }
        reader.start();
        return new StreamShell(client.getOutputStream());
    }

    @Override
    public int execute(String command, long maxBytes, Deadline deadline, Outputs outputs) throws SessionException {
        throw new SessionException(
                FailureKind.UNSUPPORTED,
                "Telnet has no commands without a shell: let the platform's definition name ssh-exec or a prompt.");
    }

    @Override
    public void close() {
        closed = true;
        client.cut();
        reader.interrupt();
        // Who waits is woken by the end; who does not needs nothing that is still there.
        arrived.clear();
        while (!arrived.offer(END)) {
            arrived.clear();
        }
    }

    private void readAhead() {
        try {
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[CHUNK_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (count > 0) {
                    arrived.put(Arrays.copyOf(buffer, count));
                }
            }
            arrived.put(END);
        } catch (IOException e) {
            failure = e;
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        try {
            arrived.put(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SessionException broken(IOException cause) {
        String sentence = closed
                ? "The session with %s was closed from this side.".formatted(device)
                : "The connection to %s broke in mid-session (%s).".formatted(device, Shown.reason(cause));
        return new SessionException(FailureKind.INCOMPLETE, sentence, cause);
    }

    private final class StreamShell implements Shell {

        private final OutputStream output;
        private byte[] rest = END;
        private int at;
        private boolean ended;

        StreamShell(OutputStream output) {
            this.output = output;
        }

        @Override
        public void write(byte[] bytes) throws SessionException {
            try {
                output.write(bytes);
                output.flush();
            } catch (IOException e) {
                throw broken(e);
            }
        }

        @Override
        public int read(byte[] buffer, Deadline deadline) throws SessionException {
            if (at == rest.length && !ended && !next(deadline)) {
                return 0;
            }
            if (ended) {
                IOException cause = failure;
                if (cause != null || closed) {
                    throw broken(cause == null ? new IOException("closed") : cause);
                }
                return -1;
            }
            int count = Math.min(buffer.length, rest.length - at);
            System.arraycopy(rest, at, buffer, 0, count);
            at += count;
            return count;
        }

        /** @return false if nothing came before the deadline */
        private boolean next(Deadline deadline) {
            try {
                byte[] chunk = arrived.poll(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
                if (chunk == null) {
                    return false;
                }
                ended = chunk.length == 0;
                rest = chunk;
                at = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ended = true;
            }
            return true;
        }
    }

    private static final class Client extends TelnetClient {

        Client() {
            super(TERMINAL);
        }

        /** Ends every wait on the socket. */
        void cut() {
            Socket socket = _socket_;
            if (socket != null) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // It is closed either way.
                }
            }
        }
    }
}
