package net.schmizz.sshj.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/**
 * Hands what a connection receives to its decoder. Stands in the place of sshj's class of this name, which takes a buffer as long as
 * the longest packet, 256 KiB, for every connection and as long as it lasts: two thirds of what an open session needs. The decoder
 * takes a packet in any number of pieces.
 */
public final class Reader extends Thread {

    /** Filled from the buffer of the stream, which is what the socket is read by. */
    private static final int BUFFER_BYTES = 2 * 1024;

    private final TransportImpl transport;

    /** Called by the transport, once for each. */
    public Reader(TransportImpl transport) {
        super("sshj-Reader");
        setDaemon(true);
        this.transport = transport;
    }

    /** Until the connection ends or the thread is interrupted, which is how a transport that is closed ends it. */
    @Override
    public void run() {
        InputStream in = transport.getConnInfo().in;
        Decoder decoder = transport.getDecoder();
        byte[] buffer = new byte[BUFFER_BYTES];
        int needed = 1;
        try {
            while (!isInterrupted()) {
                int length = read(in, buffer, Math.min(needed, buffer.length));
                needed = length == 0 ? needed : decoder.received(buffer, length);
            }
        } catch (IOException | RuntimeException e) {
            if (!isInterrupted()) {
                transport.die(e);
            }
        } catch (OutOfMemoryError e) {
            // Else who waits for what is not read any more waits until its limit.
            transport.die(new TransportException("There is no memory left to read on", e));
            throw e;
        }
    }

    /** Returns 0 if nothing came within the socket's time limit, which is no end: a device may be silent for longer. */
    private static int read(InputStream in, byte[] buffer, int most) throws IOException {
        try {
            int length = in.read(buffer, 0, most);
            if (length < 0) {
                throw new TransportException("The other side closed the connection", new EOFException());
            }
            return length;
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }
}
