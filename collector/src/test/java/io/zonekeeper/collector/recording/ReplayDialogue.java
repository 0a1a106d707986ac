package io.zonekeeper.collector.recording;

import io.zonekeeper.collector.SharedServer;
import io.zonekeeper.collector.SshDialogue;
import io.zonekeeper.common.platform.Recording;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One shell, or one command without a shell, of a recorded device. A command that was not recorded is answered with the error of
 * such a device and the last prompt; what was recorded as pages comes page by page as keys are pressed.
 */
final class ReplayDialogue extends SshDialogue {

    private static final int PAGE_LINES = 40;
    private static final int MOST_PAGES = 5;
    private static final Set<String> FAREWELLS = Set.of("exit", "quit", "logout");

    private final Recording recording;
    private final ReplayServer.Replay replay;
    private final @Nullable String command;
    private final boolean bareLineFeeds;
    private final Delivery.Road road;
    private final Deque<String> pages = new ArrayDeque<>();
    private final Manners manners;
    private String prompt = "";
    private boolean afterReturn;

    ReplayDialogue(ReplayServer.Replay replay, @Nullable String command) {
        this.recording = replay.recording();
        this.replay = replay;
        this.command = command;
        this.bareLineFeeds =
                recording.answers().values().stream().flatMap(List::stream).noneMatch(said -> said.contains("\r"));
        this.manners = replay.manners();
        this.road = replay.delivery().road();
    }

    @Override
    protected int speak() throws IOException {
        try {
            if (command != null) {
                return execute(command);
            }
            converse();
            return 0;
        } catch (Delivery.RoadEnds e) {
            drop();
            return 1;
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
        greet();
        StringBuilder typed = new StringBuilder();
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

    private void greet() throws IOException {
        String greeting = Objects.requireNonNullElse(recording.greeting(), "");
        prompt = lastLine(greeting);
        switch (manners) {
            case BANNER_LIKE_A_PROMPT -> say("Welcome to %s\r\n%s\r\n* %s *\r\n".formatted(prompt, prompt, prompt));
            case SLOW_FIRST_PROMPT -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3500));
            case WAITS_FOR_A_LINE -> readLine();
            case WANTS_A_KEY -> {
                say("Type <Any Key> to proceed");
                in.read();
                say("\r\n");
            }
            case ASKS_FOR_THE_LOGIN -> {
                say("\r\nUser name:");
                String username = readLine();
                say("\r\nPassword for %s: ".formatted(username));
                if (!readLine().equals(SharedServer.PASSWORD)) {
                    return;
                }
                say("\r\n");
            }
            default -> {}
        }
        say(greeting);
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        int key = in.read();
        if (key == '\n' && afterReturn) {
            key = in.read();
        }
        while (key >= 0 && key != '\n' && key != '\r') {
            line.append((char) key);
            key = in.read();
        }
        afterReturn = key == '\r';
        return line.toString();
    }

    /** @return whether it was a farewell */
    private boolean answer(String line) throws IOException {
        boolean secret = prompt.strip().toLowerCase(Locale.ROOT).endsWith("password:");
        List<String> answer = recording.answers().get(secret ? "" : line);
        boolean farewell = FAREWELLS.contains(line);
        if (answer != null) {
            pages.clear();
            pages.addAll(mannered(line, answer));
            say(pages.remove());
            return farewell && !(line.equals("exit") && recording.answers().containsKey("logout"));
        }
        if (!farewell) {
            String last = prompt;
            String echo = secret || manners == Manners.WITHOUT_ECHO ? "" : line;
            boolean said = !line.isEmpty() && manners != Manners.PASSES_OVER_UNKNOWN_COMMANDS;
            say(said ? "%s\n%s\n%s".formatted(echo, error(), last) : echo + "\n" + last);
        }
        return farewell;
    }

    private List<String> mannered(String line, List<String> answer) {
        String first = answer.getFirst();
        boolean echoed = !line.isEmpty() && first.startsWith(line);
        if (manners == Manners.WITHOUT_ECHO && echoed) {
            return with(first.substring(line.length()).replaceFirst("^[\\r\\n]+", "\r\n"), answer);
        }
        if (manners == Manners.DRAWS_THE_LINE_AGAIN && echoed) {
            return with(line + "\r\u001b[K" + prompt + first, answer);
        }
        if (manners == Manners.PAGES_ITS_OWN_WAY && answer.size() == 1) {
            return paged(first);
        }
        return answer;
    }

    private static List<String> with(String first, List<String> answer) {
        List<String> changed = new ArrayList<>(answer);
        changed.set(0, first);
        return changed;
    }

    private static List<String> paged(String text) {
        List<String> made = new ArrayList<>();
        StringBuilder page = new StringBuilder();
        int lines = 0;
        for (String part : text.splitWithDelimiters("\n", 0)) {
            page.append(part);
            if (part.equals("\n") && ++lines % PAGE_LINES == 0 && made.size() < MOST_PAGES) {
                made.add(page + "<== MORE (space) ==>");
                page = new StringBuilder("\r                    \r");
            }
        }
        made.add(page.toString());
        return made;
    }

    private String error() {
        if (manners == Manners.REFUSES_IN_ITS_OWN_WORDS) {
            return "Illegal command -- this word is not supported here.";
        }
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
        String last = lastLine(changed);
        boolean asks = !pages.isEmpty();
        if (!last.isEmpty() && !asks) {
            prompt = last;
        }
        String sent = bareLineFeeds ? changed.replace("\n", "\r\n") : changed;
        road.send(asks ? sent : dressed(sent, last), out);
    }

    private String dressed(String sent, String last) {
        boolean prompted =
                !last.isBlank() && recording.greeting() != null && last.equals(lastLine(recording.greeting()));
        String before = sent.substring(0, sent.length() - last.length());
        return switch (manners) {
            case TWO_CARRIAGE_RETURNS -> sent.replace("\n", "\r\n");
            case BLANKS_BEHIND_THE_PROMPT -> prompted ? sent + "  " : sent;
            case PAINTS_THE_PROMPT -> prompted ? before + "\u001b[1;32m" + last + "\u001b[0m\u001b[K" : sent;
            default -> sent;
        };
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }
}
