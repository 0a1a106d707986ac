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

    private static final Duration SHORT = Duration.ofMillis(60);
    private static final Duration MODE_CHANGED = Duration.ofMillis(100);
    private static final Duration WITHOUT_END_MARKER = Duration.ofMillis(250);
    private static final Duration DOUBTFUL = Duration.ofMillis(500);
    private static final Duration RENAMED = Duration.ofSeconds(2);
    private static final Duration BEFORE_END_MARKER = Duration.ofSeconds(2);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private static final int LONGEST_QUOTE = 100;

    private final Visit visit;
    private final PlatformDefinition definition;
    private final Conversation conversation;
    private final Prompt prompt;
    private final LineRules noise;
    private Echo echo = Echo.UNKNOWN;
    private boolean confirmed;
    private @Nullable SessionException refusal;

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
                    definition.dialogue().idle(),
                    definition.dialogue().login(),
                    () -> prompt.fit(conversation.terminal()) == Prompt.Fit.NONE ? null : MODE_CHANGED);
        } catch (SessionException e) {
            throw withWhatItSaid(e, greeting);
        }
        prompt.see(conversation.line());
        elevate();
        for (Command command : definition.setup()) {
            ask(command, command.text());
        }
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
    public Answer ask(Command command, String text) throws SessionException {
        Answer answer = new Answer(text, echo == Echo.ON);
        conversation.listen(answer);
        conversation.send(text, text);
        List<Reply> questions = new ArrayList<>(command.answers());
        questions.addAll(definition.dialogue().pager());
        Duration idle = command.idle();
        conversation.readUntil(
                "the answer to \"%s\"".formatted(text),
                idle == null ? definition.dialogue().idle() : idle,
                questions,
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
        if (echo == Echo.UNKNOWN) {
            echo = answer.echoSeen() ? Echo.ON : Echo.OFF;
        }
        String line = conversation.line();
        if (prompt.fit(line) != Prompt.Fit.NONE) {
            prompt.see(line);
            confirmed = true;
        }
        answer.cutPrompt(prompt.seen(), noise);
        return answer;
    }

    private @Nullable Duration settleFor(Command command, Answer answer) {
        Prompt.Fit fit = prompt.fit(conversation.terminal());
        if (fit == Prompt.Fit.NONE) {
            return null;
        }
        if (fit == Prompt.Fit.FORM && confirmed) {
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

    private void elevate() throws SessionException {
        Elevation elevation = definition.dialogue().elevation();
        if (elevation == null || isElevated(elevation)) {
            return;
        }
        Answer answer = new Answer(elevation.command(), false);
        conversation.listen(answer);
        conversation.send(elevation.command(), elevation.command());
        boolean asked = awaitElevation(elevation, answer);
        if (asked) {
            String secret = visit.access()
                    .elevationSecret()
                    .orElseThrow(() -> new SessionException(
                            FailureKind.LOGIN_REFUSED,
                            "The device asks for a secret after \"%s\" and the credential has none."
                                    .formatted(elevation.command())));
            conversation.listen(answer);
            conversation.send(secret, "<enable secret>");
            if (awaitElevation(elevation, answer) && !isAnsweredByEmptyLine(elevation, answer)) {
                throw refused(elevation, "it asks for the secret again");
            }
        }
        String line = conversation.line();
        if (!isElevatedBy(elevation, line)) {
            SessionException refused = refused(elevation, "the prompt is still \"%s\"".formatted(line.strip()));
            if (asked && answer.error(definition.dialogue().errors()) == null) {
                throw refused;
            }
            visit.log(LogEntry.Severity.WARNING, String.valueOf(refused.getMessage()));
            refusal = refused;
        }
        prompt.see(line);
    }

    /** Where no secret is set, some devices ask for one all the same and take only an empty one. */
    private boolean isAnsweredByEmptyLine(Elevation elevation, Answer answer) throws SessionException {
        conversation.listen(answer);
        conversation.send("", "");
        return !awaitElevation(elevation, answer);
    }

    @Override
    public @Nullable SessionException refusal() {
        return refusal;
    }

    /** @return whether it asks for the secret */
    private boolean awaitElevation(Elevation elevation, Answer answer) throws SessionException {
        conversation.readUntil(
                "the answer to \"%s\"".formatted(elevation.command()),
                definition.dialogue().idle(),
                List.of(),
                () -> {
                    String line = conversation.line();
                    if (Conversation.endsWith(elevation.secretPrompt(), line)) {
                        return SHORT;
                    }
                    return prompt.fit(line) == Prompt.Fit.NONE ? null : MODE_CHANGED;
                });
        String error = answer.error(elevation.refused());
        if (error != null) {
            throw refused(elevation, error);
        }
        return Conversation.endsWith(elevation.secretPrompt(), conversation.line());
    }

    private boolean isElevated(Elevation elevation) {
        return isElevatedBy(elevation, prompt.seen());
    }

    private static boolean isElevatedBy(Elevation elevation, String line) {
        return elevation.success().matcher(line).find();
    }

    private static SessionException refused(Elevation elevation, String why) {
        return new SessionException(
                FailureKind.LOGIN_REFUSED,
                "The device refused \"%s\" with the secret given: %s.".formatted(elevation.command(), why));
    }

    @Override
    public void end() {
        try {
            for (String command : definition.dialogue().logout().commands()) {
                conversation.listen(new Answer(command, false));
                conversation.send(command, command);
                conversation.readUntil(
                        "the logout",
                        FAREWELL,
                        definition.dialogue().logout().answers(),
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
