package io.zonekeeper.collector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** One shell or one command of a device that is spoken to over SSH, on a thread of its own. */
public abstract class SshDialogue implements Command {

    protected InputStream in = InputStream.nullInputStream();
    protected OutputStream out = OutputStream.nullOutputStream();
    protected OutputStream err = OutputStream.nullOutputStream();
    private ExitCallback exit = (_, _, _) -> {};
    private @Nullable ChannelSession channel;
    private @Nullable Thread thread;

    /**
     * Speaks until it is over.
     *
     * @return the exit status
     * @throws IOException if the client has gone, or after {@link #drop()}
     */
    protected abstract int speak() throws IOException;

    /** Breaks the connection. */
    protected final void drop() throws IOException {
        ChannelSession open = channel;
        if (open != null) {
            open.getServerSession().close(true);
        }
        throw new IOException("the connection breaks");
    }

    private void run() {
        try {
            exit.onExit(speak());
        } catch (IOException e) {
            exit.onExit(1, "the connection is gone");
        }
    }

    @Override
    public final void start(ChannelSession opened, Environment environment) {
        channel = opened;
        thread = Thread.startVirtualThread(this::run);
    }

    @Override
    public final void destroy(ChannelSession closed) {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public final void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public final void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public final void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public final void setExitCallback(ExitCallback callback) {
        exit = callback;
    }
}
