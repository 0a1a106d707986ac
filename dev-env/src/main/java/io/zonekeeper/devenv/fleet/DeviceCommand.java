package io.zonekeeper.devenv.fleet;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a dialogue on one channel, in a virtual thread of its own. */
final class DeviceCommand implements Command {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceCommand.class);

    private final Visit visit;
    private final @Nullable String command;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable ExitCallback exit;
    private volatile @Nullable Thread thread;

    /** @param command null: a shell */
    DeviceCommand(Visit visit, @Nullable String command) {
        this.visit = visit;
        this.command = command;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        thread = Thread.ofVirtual().name("dialogue-" + visit.device().name()).start(this::talk);
    }

    @Override
    public void destroy(ChannelSession channel) {
        Thread talking = thread;
        if (talking != null) {
            talking.interrupt();
        }
    }

    private void talk() {
        int status = 1;
        try {
            status = converse();
        } catch (IOException e) {
            LOG.debug("{}: the conversation ended early: {}", visit.device().name(), e.toString());
        } finally {
            requireNonNull(exit).onExit(status);
        }
    }

    private int converse() throws IOException {
        Terminal terminal = new Terminal(requireNonNull(in), requireNonNull(out), command == null);
        switch (visit.device().behaviour()) {
            case SILENT -> visit.stayed();
            case BUSY -> {
                terminal.print("% All lines are busy, try again later\n");
                return 1;
            }
            case NORMAL, UNREACHABLE, WRONG_PASSWORD, TRUNCATED, MUTE, HOSTILE, FLOOD, RESET -> {
                Dialogue dialogue = Dialogue.of(visit);
                if (command != null) {
                    return dialogue.exec(command, terminal);
                }
                dialogue.shell(terminal);
            }
        }
        return 0;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        // Everything a device says comes on its one line.
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }
}
