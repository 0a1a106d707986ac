package io.zonekeeper.collector.recording;

import io.zonekeeper.common.platform.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * One shell, or one command without a shell, of a recorded device. A command that was not recorded is answered with the error of
 * such a device and the last prompt; what was recorded as pages comes page by page as keys are pressed.
 */
final class ReplayDialogue implements Command {

    private static final Set<String> FAREWELLS = Set.of("exit", "quit", "logout");

    private final Recording recording;
    private final ReplayServer.Replay replay;
    private final @Nullable String command;
    private final boolean bareLineFeeds;
    private final Delivery.Road road;
    private final Deque<String> pages = new ArrayDeque<>();
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();
    private ExitCallback exit = (_, _, _) -> {};
    private @Nullable ChannelSession channel;
    private @Nullable Thread thread;
    private String prompt = "";

    ReplayDialogue(ReplayServer.Replay replay, @Nullable String command) {
        this.recording = replay.recording();
        this.replay = replay;
        this.command = command;
        this.bareLineFeeds =
                recording.answers().values().stream().flatMap(List::stream).noneMatch(said -> said.contains("\r"));
        this.road = replay.delivery().road();
    }

    @Override
    public void start(ChannelSession opened, Environment environment) {
        channel = opened;
        thread = Thread.startVirtualThread(this::run);
    }

    private void run() {
        try {
            if (command == null) {
                converse();
                exit.onExit(0);
            } else {
                exit.onExit(execute(command));
            }
        } catch (IOException e) {
            ChannelSession open = channel;
            if (open != null) {
                open.getServerSession().close(true);
            }
        }
    }

    private int execute(String text) throws IOException {
        List<String> answer = recording.answers().get(text.strip());
        if (answer == null) {
            err.write(Delivery.bytes(error() + "\n"));
            err.flush();
            return 1;
        }
        road.send(replay.change().apply(answer.getFirst()), out);
        return 0;
    }

    private void converse() throws IOException {
        String greeting = recording.greeting();
        say(greeting == null ? "" : greeting);
        StringBuilder typed = new StringBuilder();
        boolean afterReturn = false;
        for (int key = in.read(); key >= 0; key = in.read()) {
            boolean lineEnd = key == '\n' || key == '\r';
            if (key == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = key == '\r';
            if (!pages.isEmpty()) {
                say(pages.remove());
            } else if (!lineEnd) {
                typed.append((char) key);
            } else {
                String line = typed.toString().strip();
                typed.setLength(0);
                if (answer(line)) {
                    return;
                }
            }
        }
    }

    /** @return whether it was a farewell */
    private boolean answer(String line) throws IOException {
        boolean secret = prompt.strip().toLowerCase(Locale.ROOT).endsWith("password:");
        List<String> answer = recording.answers().get(secret ? "" : line);
        boolean farewell = FAREWELLS.contains(line);
        if (answer != null) {
            pages.clear();
            pages.addAll(answer);
            say(pages.remove());
            return farewell && !(line.equals("exit") && recording.answers().containsKey("logout"));
        }
        if (!farewell) {
            String last = prompt;
            String echo = secret ? "" : line;
            say(line.isEmpty() ? "\n" + last : "%s\n%s\n%s".formatted(echo, error(), last));
        }
        return farewell;
    }

    private String error() {
        return switch (recording.model()) {
            case "h3c" -> "                ^\n % Unrecognized command found at '^' position.";
            case "junos" -> "unknown command.";
            case "routeros" -> "bad command name (line 1 column 2)";
            case "fortigate" -> "Unknown action 0\nCommand fail. Return code -1";
            case "tnsr" -> "CLI syntax error: Unknown command";
            case "tplink" -> "Error: Bad command";
            case "cumulus", "opnsense", "eatonnetwork" -> "-bash: thing: command not found";
            case "vyos" -> "\n  Invalid command: [thing]\n";
            case "aoscx" -> "Invalid input: thing";
            default -> "            ^\n% Invalid input detected at '^' marker.\n";
        };
    }

    private void say(String text) throws IOException {
        String changed = replay.change().apply(text);
        prompt = changed.substring(changed.lastIndexOf('\n') + 1);
        road.send(bareLineFeeds ? changed.replace("\n", "\r\n") : changed, out);
    }

    @Override
    public void destroy(ChannelSession closed) {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
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
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }
}
