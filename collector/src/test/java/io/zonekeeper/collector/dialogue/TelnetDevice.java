package io.zonekeeper.collector.dialogue;

import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.platform.Dialogue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A device behind a Telnet port of the loopback, with the options real ones negotiate. Thread-safe. */
final class TelnetDevice implements AutoCloseable {

    private static final int COMMAND = 255;
    private static final int SUBNEGOTIATION = 250;
    private static final int END_OF_SUBNEGOTIATION = 240;
    private static final int WILL = 251;
    private static final int DO = 253;
    private static final int DONT = 254;
    private static final int ECHO = 1;
    private static final int SUPPRESS_GO_AHEAD = 3;
    private static final int TERMINAL_TYPE = 24;
    private static final int WINDOW_SIZE = 31;

    private final ServerSocket server;
    private final Dialogue dialogue;
    private final long seed;
    private final long hangUpAfter;
    private final List<Integer> windowColumns = new CopyOnWriteArrayList<>();

    /**
     * @param seed of the pieces it answers in; 0 for whole answers
     * @param hangUpAfter as many bytes
     */
    TelnetDevice(Dialogue dialogue, long seed, long hangUpAfter) throws IOException {
        this.dialogue = dialogue;
        this.seed = seed;
        this.hangUpAfter = hangUpAfter;
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    DeviceAccess access(String password) {
        return new DeviceAccess(
                "127.0.0.1",
                server.getLocalPort(),
                null,
                DialogueDevice.USERNAME,
                password,
                null,
                null,
                DialogueDevice.PASSWORD);
    }

    /** Widths of terminals it was told. */
    List<Integer> windowColumns() {
        return windowColumns;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            OutputStream out = new Limited(socket.getOutputStream());
            for (int[] option : new int[][] {
                {WILL, ECHO}, {WILL, SUPPRESS_GO_AHEAD}, {DO, TERMINAL_TYPE}, {DO, WINDOW_SIZE}, {DONT, ECHO}
            }) {
                out.write(new byte[] {(byte) COMMAND, (byte) option[0], (byte) option[1]});
            }
            out.flush();
            new DialogueDevice(dialogue, UnaryOperator.identity(), seed, true, new Plain(socket.getInputStream()), out)
                    .converse();
        } catch (IOException e) {
            // The client has gone, or the device was to hang up.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** What is typed, without Telnet's own commands. */
    private final class Plain extends InputStream {

        private final InputStream in;

        Plain(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            while (next == COMMAND) {
                int command = in.read();
                if (command == COMMAND) {
                    return COMMAND;
                }
                if (command == SUBNEGOTIATION) {
                    subnegotiation();
                } else if (command >= WILL) {
                    in.read();
                }
                next = in.read();
            }
            return next;
        }

        private void subnegotiation() throws IOException {
            int option = in.read();
            int high = in.read();
            int low = in.read();
            if (option == WINDOW_SIZE) {
                windowColumns.add(high * 256 + low);
            }
            for (int next = low; next >= 0 && next != END_OF_SUBNEGOTIATION; next = in.read()) {
                // Nothing of it is needed.
            }
        }
    }

    private final class Limited extends OutputStream {

        private final OutputStream out;
        private long left = hangUpAfter;

        Limited(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            int now = (int) Math.min(count, left);
            out.write(bytes, from, now);
            out.flush();
            left -= now;
            if (now < count) {
                throw new IOException("the device hangs up");
            }
        }
    }
}
