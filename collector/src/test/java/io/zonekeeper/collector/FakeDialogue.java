package io.zonekeeper.collector;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One shell or one command of a {@link FakeDevice}, on a thread of its own. */
final class FakeDialogue extends SshDialogue {

    private static final byte[] FLOOD =
            "interface that never ends\r\n".repeat(64).getBytes(StandardCharsets.UTF_8);

    private final FakeDevice.Settings settings;
    private final List<String> received;
    private final @Nullable String command;
    private long written;
    private boolean enabled;
    private boolean paging;

    FakeDialogue(FakeDevice.Settings settings, List<String> received, @Nullable String command) {
        this.settings = settings;
        this.received = received;
        this.command = command;
        this.paging = settings.pageLines > 0;
    }

    @Override
    protected int speak() throws IOException {
        if (settings.silent) {
            in.transferTo(OutputStream.nullOutputStream());
            return 0;
        }
        if (command != null) {
            return execute(command);
        }
        converse();
        return 0;
    }

    private int execute(String line) throws IOException {
        if (settings.flooding) {
            flood();
        }
        FakeDevice.ExecAnswer answer = settings.execAnswers.get(line);
        if (answer == null) {
            err.write(bytes("unknown command\n"));
            err.flush();
            return 127;
        }
        err.write(answer.errorOutput());
        err.flush();
        say(answer.output());
        return answer.exitStatus();
    }

    private void converse() throws IOException {
        say(bytes(settings.banner));
        say(bytes(prompt()));
        for (String line = readLine(settings.echo); line != null; line = readLine(settings.echo)) {
            received.add(line);
            switch (line) {
                case "" -> {}
                case "exit", "quit", "logout" -> {
                    return;
                }
                case "enable" -> enable();
                case "terminal length 0" -> paging = false;
                default -> answer(line);
            }
            say(bytes(prompt()));
        }
    }

    private void enable() throws IOException {
        if (settings.enableSecret == null) {
            say(bytes("% No password set\r\n"));
            return;
        }
        say(bytes("Password: "));
        enabled = settings.enableSecret.equals(readLine(false));
        if (!enabled) {
            say(bytes("% Access denied\r\n"));
        }
    }

    private void answer(String line) throws IOException {
        if (settings.flooding) {
            flood();
        }
        byte[] output = settings.answers.get(line);
        if (output == null) {
            say(bytes("% Invalid input detected at '^' marker.\r\n"));
        } else if (paging) {
            page(new String(output, StandardCharsets.UTF_8));
        } else {
            say(output);
        }
    }

    private void page(String text) throws IOException {
        int shown = 0;
        for (String line : text.splitWithDelimiters("\n", 0)) {
            say(bytes(line));
            if (line.equals("\n") && ++shown % settings.pageLines == 0) {
                say(bytes(" --More-- "));
                int key = in.read();
                say(bytes("\b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\b"));
                if (key == 'q' || key < 0) {
                    return;
                }
            }
        }
    }

    private void flood() throws IOException {
        while (true) {
            say(FLOOD);
        }
    }

    private String prompt() {
        return enabled ? settings.enabledPrompt : settings.prompt;
    }

    private void say(byte[] bytes) throws IOException {
        int at = 0;
        while (at < bytes.length) {
            int piece = (int) Math.min(Math.min(settings.chunk, bytes.length - at), settings.resetAfter - written);
            if (piece <= 0) {
                drop();
            }
            out.write(bytes, at, piece);
            out.flush();
            at += piece;
            written += piece;
        }
    }

    private @Nullable String readLine(boolean echo) throws IOException {
        byte[] line = new byte[4096];
        int length = 0;
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\r' || c == '\n') {
                say(bytes("\r\n"));
                return new String(Arrays.copyOf(line, length), StandardCharsets.UTF_8);
            }
            if (length == line.length) {
                throw new IOException("a line of more than 4096 bytes");
            }
            line[length++] = (byte) c;
            if (echo) {
                say(new byte[] {(byte) c});
            }
        }
        return null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
