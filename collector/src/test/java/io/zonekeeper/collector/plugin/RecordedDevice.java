package io.zonekeeper.collector.plugin;

import io.zonekeeper.common.platform.Recording;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/** Says what was recorded; to a command that was not, what an IOS-like device says to one it does not know. */
final class RecordedDevice implements ScriptedDevice {

    private final Recording recording;
    private final UnaryOperator<String> change;
    private final boolean bareLineFeeds;
    private final StringBuilder typed = new StringBuilder();
    private final Deque<String> pages = new ArrayDeque<>();
    private String prompt = "";

    /** @param change applied to each answer */
    RecordedDevice(Recording recording, UnaryOperator<String> change) {
        this.recording = recording;
        this.change = change;
        this.bareLineFeeds =
                recording.answers().values().stream().flatMap(List::stream).noneMatch(answer -> answer.contains("\r"));
    }

    @Override
    public void greet(Line line) {
        String greeting = recording.greeting();
        say(greeting == null ? "" : greeting, line);
    }

    @Override
    public void hear(byte[] bytes, Line line) {
        for (char c : new String(bytes, StandardCharsets.UTF_8).toCharArray()) {
            if (!pages.isEmpty()) {
                say(pages.remove(), line);
            } else if (c == '\n') {
                String command = typed.toString().strip();
                typed.setLength(0);
                answer(command, line);
            } else {
                typed.append(c);
            }
        }
    }

    private void answer(String command, Line line) {
        List<String> answer = recording.answers().get(command);
        if (answer == null) {
            say(command + "\n% Invalid input detected at '^' marker.\n" + prompt, line);
            return;
        }
        pages.addAll(answer);
        say(pages.remove(), line);
        if (List.of("exit", "quit", "logout").contains(command)) {
            line.hangUp();
        }
    }

    @Override
    public byte[] execute(String command) {
        List<String> answer = recording.answers().get(command);
        return (answer == null ? "syntax error, expecting <command>.\n" : change.apply(answer.getFirst()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void say(String text, Line line) {
        String changed = change.apply(text);
        prompt = changed.substring(changed.lastIndexOf('\n') + 1);
        line.say(bareLineFeeds ? changed.replace("\n", "\r\n") : changed);
    }
}
