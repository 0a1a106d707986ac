package io.zonekeeper.collector.plugin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A router with an IOS-like shell and whatever bad habits a test gives it. */
final class ScriptedRouter implements ScriptedDevice {

    static final String INVALID = "          ^\r\n% Invalid input detected at '^' marker.\r\n";

    final Map<String, String> answers = new LinkedHashMap<>();
    final Map<String, Deque<String>> pages = new LinkedHashMap<>();
    final List<String> heard = new ArrayList<>();
    /** Commands it does not answer, and what it says to them all the same. */
    final Map<String, String> unanswered = new LinkedHashMap<>();

    String name = "core-1";
    String greeting = "\r\nAuthorised people only\r\n\r\n";
    String enableSecret = "enable-secret";
    String wrongSecret = "% Access denied\r\n";
    boolean privileged = true;
    boolean echo = true;
    boolean hangUpBeforePrompt;
    String afterPrompt = "";
    UnaryOperator<String> prompt = UnaryOperator.identity();
    private final StringBuilder typed = new StringBuilder();
    private final Deque<String> pending = new ArrayDeque<>();
    private boolean askingSecret;

    String prompt() {
        return prompt.apply(name + (privileged ? "#" : ">"));
    }

    @Override
    public void greet(Line line) {
        line.say(greeting + prompt());
    }

    @Override
    public void hear(byte[] bytes, Line line) {
        for (char c : new String(bytes, StandardCharsets.UTF_8).toCharArray()) {
            if (!pending.isEmpty()) {
                line.say(pending.remove());
                if (pending.isEmpty()) {
                    prompt(line);
                }
            } else if (c == '\n') {
                String command = typed.toString();
                typed.setLength(0);
                answer(command, line);
            } else {
                typed.append(c);
            }
        }
    }

    private void answer(String command, Line line) {
        heard.add(command);
        if (askingSecret) {
            askingSecret = false;
            privileged = command.equals(enableSecret);
            if (!privileged && wrongSecret.startsWith("Password")) {
                askingSecret = true;
                line.say("\r\n" + wrongSecret);
                return;
            }
            line.say("\r\n" + (privileged ? "" : wrongSecret) + prompt());
            return;
        }
        if (unanswered.containsKey(command)) {
            line.say(unanswered.get(command));
            return;
        }
        if (echo) {
            line.say(command + "\r\n");
        }
        if (command.equals("exit")) {
            line.hangUp();
            return;
        }
        if (command.equals("enable")) {
            if (privileged) {
                line.say(prompt());
            } else {
                askingSecret = true;
                line.say("Password: ");
            }
            return;
        }
        Deque<String> paged = pages.get(command);
        if (paged != null) {
            pending.addAll(paged);
            line.say(pending.remove());
            return;
        }
        line.say(answers.getOrDefault(command, command.startsWith("terminal") ? "" : INVALID));
        if (hangUpBeforePrompt && answers.containsKey(command)) {
            line.hangUp();
            return;
        }
        prompt(line);
    }

    private void prompt(Line line) {
        line.say(prompt());
        if (!afterPrompt.isEmpty()) {
            line.say(afterPrompt);
        }
    }
}
