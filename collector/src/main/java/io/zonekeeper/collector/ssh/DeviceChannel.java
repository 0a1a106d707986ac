package io.zonekeeper.collector.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;

/**
 * A session channel that can be waited on with a deadline. The library's streams wait without one; this channel is told of
 * every arrival, so that one waiting thread sees both outputs and the end without polling.
 */
final class DeviceChannel extends SessionChannel {

    /** What of the two outputs is held at first. The library would begin with the longest packet, 32 KiB, for each. */
    static final int FIRST_BUFFER_BYTES = 2 * 1024;

    private final boolean merged;
    private final boolean constructed;
    private volatile boolean outputEnded;
    private volatile boolean over;

    /** @param merged error output arrives in the output, in the order it was sent */
    DeviceChannel(Connection connection, boolean merged) {
        super(connection);
        this.merged = merged;
        this.constructed = true;
    }

    /** What the device is told; before that, when the superclass makes the streams by it, how long their buffers begin. They grow. */
    @Override
    public int getLocalMaxPacketSize() {
        return constructed ? super.getLocalMaxPacketSize() : FIRST_BUFFER_BYTES;
    }

    /**
     * Waits until there is something to read or nothing more will come.
     *
     * @return false if the deadline came first
     */
    synchronized boolean awaitOutput(Deadline deadline) throws InterruptedIOException {
        while (!hasOutput() && !isEnded()) {
            if (!pause(deadline)) {
                return false;
            }
        }
        return true;
    }

    /** Waits for the device to close the channel, before which it has told the exit status. */
    synchronized void awaitOver(Deadline deadline) throws InterruptedIOException {
        boolean inTime = true;
        while (!over && inTime) {
            inTime = pause(deadline);
        }
    }

    /**
     * Takes what is there of one of the two outputs without waiting.
     *
     * @return 0 if nothing is there, -1 if nothing will come any more
     * @throws IOException if the connection broke before the device ended its output
     */
    int take(InputStream stream, byte[] buffer) throws IOException {
        boolean ended = isEnded();
        if (stream.available() > 0) {
            return stream.read(buffer, 0, buffer.length);
        }
        if (!ended) {
            return 0;
        }
        return outputEnded ? -1 : stream.read(buffer, 0, buffer.length);
    }

    /** Asks the device to close the channel and does not wait for it. */
    void leave() throws IOException {
        sendClose();
    }

    private boolean hasOutput() {
        return hasAvailable(getInputStream()) || hasAvailable(getErrorStream());
    }

    private static boolean hasAvailable(InputStream stream) {
        return ((ChannelInputStream) stream).available() > 0;
    }

    private boolean isEnded() {
        return outputEnded || over;
    }

    private boolean pause(Deadline deadline) throws InterruptedIOException {
        long left = deadline.left().toMillis();
        if (left <= 0) {
            return false;
        }
        try {
            wait(left);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private synchronized void tellWaiting() {
        notifyAll();
    }

    @Override
    protected void receiveInto(ChannelInputStream stream, SSHPacket packet) throws SSHException {
        super.receiveInto(merged ? (ChannelInputStream) getInputStream() : stream, packet);
        tellWaiting();
    }

    @Override
    protected void eofInputStreams() {
        super.eofInputStreams();
        outputEnded = true;
        tellWaiting();
    }

    @Override
    protected void closeAllStreams() {
        super.closeAllStreams();
        outputEnded = true;
    }

    @Override
    public void notifyError(SSHException error) {
        super.notifyError(error);
        tellWaiting();
    }

    @Override
    protected void finishOff() {
        super.finishOff();
        over = true;
        tellWaiting();
    }
}
