package io.zonekeeper.collector.plugin;

import com.google.re2j.Pattern;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.platform.PlatformDefinition.Elevation;
import io.zonekeeper.common.platform.PlatformDefinition.Reply;
import io.zonekeeper.common.platform.PlatformDefinition.Role;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation in an interactive shell: the prompt tells when an answer is over. */
final class ShellTalk implements Talk {

    private enum Echo {
        UNKNOWN,
        ON,
        OFF
    }

    /** How long to wait for more where what stands there might not be the prompt. */
    private static final Duration CERTAIN = Duration.ZERO;

    private static final Duration SHORT = Duration.ofMillis(250);
    private static final Duration MODE_CHANGED = Duration.ofMillis(250);
    private static final Duration WITHOUT_END_MARKER = Duration.ofMillis(250);
    private static final Duration DOUBTFUL = Duration.ofMillis(500);
    private static final Duration RENAMED = Duration.ofSeconds(2);
    private static final Duration BEFORE_END_MARKER = Duration.ofSeconds(2);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private static final Duration OVERDUE = Duration.ofSeconds(5);

    private static final int LONGEST_QUOTE = 100;

    private final Visit visit;
    private final PlatformDefinition definition;
    private final Conversation conversation;
    private final Prompt prompt;
    private final LineRules noise;
    private Echo echo = Echo.UNKNOWN;
    private boolean confirmed;
    /** A command whose answer may still come; null if there is none. */
    private @Nullable String overdue;

    private @Nullable Elevating elevating;

    ShellTalk(
            Visit visit,
            PlatformDefinition definition,
            Pattern promptPattern,
            LineRules noise,
            DeviceSession.Shell shell,
            Intake intake) {
        this.visit = visit;
        this.definition = definition;
        this.prompt = new Prompt(promptPattern);
        this.noise = noise;
        this.conversation = new Conversation(visit, shell, definition.dialogue(), intake);
    }

    @Override
    public void begin() throws SessionException {
        Answer greeting = new Answer("", false);
        conversation.listen(greeting);
        try {
            conversation.readUntil(
                    "the first prompt",
                    new DeviceSession.Patience(definition.dialogue().idle(), visit.deadline()),
                    new Conversation.Questions(definition.dialogue().login(), Habits.LOGIN),
                    new FirstPrompt());
        } catch (SessionException e) {
            throw withWhatItSaid(e, greeting);
        }
        seeFirst(conversation.line());
        Elevation elevation = definition.dialogue().elevation();
        if (elevation != null) {
            elevating = new Elevating(visit, definition, elevation, conversation, prompt);
            elevating.run();
            if (elevating.isUnanswered()) {
                overdue = elevation.command();
                catchUp();
            }
        }
        for (Command command : definition.setup()) {
            ask(command, command.text(), new Bytes());
        }
    }

    private void seeFirst(String line) {
        if (prompt.fit(line) != Prompt.Fit.NONE) {
            prompt.see(line);
            return;
        }
        visit.log(
                LogEntry.Severity.WARNING,
                "\"%s\" is no prompt as the platform \"%s\" has it; since the device waits there, it is taken for one."
                        .formatted(shortened(line.strip()), definition.key()));
        prompt.adopt(line);
    }

    private SessionException withWhatItSaid(SessionException e, Answer greeting) {
        String line = conversation.line().isBlank() ? greeting.lastLine() : conversation.line();
        if (line.isBlank() || e.kind() == FailureKind.LOGIN_REFUSED) {
            return e;
        }
        return new SessionException(
                e.kind(),
                "%s Its last line was \"%s\", which is no prompt as the platform \"%s\" has it."
                        .formatted(e.getMessage(), shortened(line.strip()), definition.key()),
                e);
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...";
    }

    @Override
    public @Nullable Answer ask(Command command, String text, Bytes into) throws SessionException {
        if (!command.isDispensable()) {
            catchUp();
            boolean mayBeMixed = overdue != null;
            Answer answer = answered(command, text, definition.dialogue().idle(), into);
            if (mayBeMixed
                    && (!answer.echoSeen()
                            || answer.hasLineThatBegins(prompt.seen().strip()))) {
                throw new SessionException(
                        FailureKind.INCOMPLETE,
                        "The answer to \"%s\" cannot be told from a late one to an earlier command.".formatted(text));
            }
            return answer;
        }
        Duration idle = shorter(definition.dialogue().idle(), overdue == null ? DISPENSABLE : OVERDUE);
        try {
            return answered(command, text, idle, into);
        } catch (SessionException e) {
            if (!visit.outlives(e)) {
                throw e;
            }
            visit.log(
                    LogEntry.Severity.WARNING, "The backup goes on without \"%s\": %s".formatted(text, e.getMessage()));
            overdue = text;
            catchUp();
            return null;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Lets the device say what it may still have to say to a command, so that it is not taken for the answer to the next one. */
    private void catchUp() throws SessionException {
        String unanswered = overdue;
        if (unanswered == null) {
            return;
        }
        String line = conversation.line().strip();
        if (!line.isEmpty() && !endsInPrompt(line) && !line.endsWith(unanswered.strip())) {
            // It waits at something nobody knows, and a line end may mean yes.
            return;
        }
        conversation.listen(new Answer("", false));
        conversation.send("", "");
        try {
            conversation.readUntil(
                    "the prompt",
                    new DeviceSession.Patience(OVERDUE, visit.deadline()),
                    new Conversation.Questions(definition.dialogue().pager(), List.of()),
                    () -> endsInPrompt(conversation.line()) ? RENAMED : null);
        } catch (SessionException e) {
            if (!visit.outlives(e)) {
                throw e;
            }
            visit.log(LogEntry.Severity.DEBUG, "The line end was not answered either: %s".formatted(e.getMessage()));
            return;
        }
        overdue = null;
    }

    /** A device that does not echo line ends puts one prompt behind the other. */
    private boolean endsInPrompt(String line) {
        String seen = prompt.seen().strip();
        return prompt.fit(line) != Prompt.Fit.NONE
                || !seen.isEmpty() && line.strip().endsWith(seen);
    }

    private Answer answered(Command command, String text, Duration idle, Bytes into) throws SessionException {
        Answer answer = new Answer(text, echo == Echo.ON || overdue != null && echo == Echo.UNKNOWN, into);
        conversation.listen(answer);
        conversation.send(text, text);
        List<Reply> questions = new ArrayList<>(command.answers());
        questions.addAll(definition.dialogue().pager());
        conversation.readUntil(
                "the answer to \"%s\"".formatted(text),
                visit.patience(command, idle),
                new Conversation.Questions(questions, Habits.PAGER),
                new Conversation.End() {
                    @Override
                    public @Nullable Duration settle() {
                        return settleFor(command, answer);
                    }

                    @Override
                    public boolean isReachedBySilence() {
                        return !prompt.seen().isEmpty() && answer.cutPrompt(prompt.seen(), noise);
                    }
                });
        if (answer.echoSeen()) {
            echo = Echo.ON;
            overdue = null;
        } else if (echo == Echo.UNKNOWN) {
            echo = Echo.OFF;
        }
        String line = conversation.line();
        if (prompt.fit(line) != Prompt.Fit.NONE) {
            prompt.see(line);
            confirmed = true;
        }
        answer.cutPrompt(prompt.seen(), noise);
        return answer;
    }

    /** Without an echo nothing tells an answer to the knock from the prompt that was on its way. */
    private final class FirstPrompt implements Conversation.End {

        @Override
        public @Nullable Duration settle() {
            if (prompt.fit(conversation.terminal()) == Prompt.Fit.NONE) {
                return null;
            }
            return conversation.hasKnocked() ? RENAMED : MODE_CHANGED;
        }

        @Override
        public boolean isReachedByLongSilence() {
            return Prompt.mayBe(conversation.line());
        }
    }

    private @Nullable Duration settleFor(Command command, Answer answer) {
        Prompt.Fit fit = prompt.fit(conversation.terminal());
        if (fit == Prompt.Fit.NONE) {
            return null;
        }
        if (overdue != null || fit == Prompt.Fit.FORM && confirmed) {
            return RENAMED;
        }
        if (fit == Prompt.Fit.FORM || echo == Echo.ON && !answer.echoSeen()) {
            return DOUBTFUL;
        }
        if (command.role() == Role.CONFIG && answer.error(definition.dialogue().errors()) == null) {
            Pattern end = definition.complete().endsWith();
            if (end == null || !hasOneConfigCommand()) {
                return WITHOUT_END_MARKER;
            }
            if (!answer.lastLineHas(end)) {
                return BEFORE_END_MARKER;
            }
            return fit == Prompt.Fit.EXACT ? CERTAIN : MODE_CHANGED;
        }
        if (fit == Prompt.Fit.MODE) {
            return MODE_CHANGED;
        }
        return answer.echoSeen() ? CERTAIN : SHORT;
    }

    private boolean hasOneConfigCommand() {
        return definition.commands().stream()
                        .filter(command -> command.role() == Role.CONFIG)
                        .filter(command -> command.forEach() == null)
                        .count()
                == 1;
    }

    @Override
    public @Nullable SessionException refusal() {
        return elevating == null ? null : elevating.refusal();
    }

    @Override
    public void end() {
        try {
            for (String command : definition.dialogue().logout().commands()) {
                conversation.listen(new Answer(command, false));
                conversation.send(command, command);
                conversation.readUntil(
                        "the logout",
                        new DeviceSession.Patience(FAREWELL, visit.deadline()),
                        new Conversation.Questions(
                                definition.dialogue().logout().answers(), List.of()),
                        () -> prompt.fit(conversation.terminal()) == Prompt.Fit.NONE ? null : SHORT);
            }
        } catch (SessionException e) {
            boolean left = e.kind() == FailureKind.INCOMPLETE;
            visit.log(
                    LogEntry.Severity.DEBUG,
                    left
                            ? "The device closed the session."
                            : "The device did not answer the logout: " + e.getMessage());
        }
    }
}
