package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.platform.PlatformDefinition.ForEach;
import io.zonekeeper.common.platform.PlatformDefinition.Role;
import io.zonekeeper.common.result.ContextPart;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks one device all that its definition lists and puts the answers where they belong. */
final class Questionnaire {

    private static final String ITEM = "{item}";
    /** Where a device says more than this, it is no error of a kind the definition does not have. */
    private static final int LINES_OF_AN_ERROR = 4;

    private final Visit visit;
    private final PlatformDefinition definition;
    private final ConfigText configText;
    private final Talk talk;
    private final Files files;
    private final Findings findings;
    private final List<ContextPart> context = new ArrayList<>();
    private final Bytes config = new Bytes();
    /** What stands for a binary configuration where two are compared. */
    private final Bytes comparable = new Bytes();

    Questionnaire(Visit visit, PlatformDefinition definition, ConfigText configText, Talk talk, Files files) {
        this.visit = visit;
        this.definition = definition;
        this.configText = configText;
        this.talk = talk;
        this.files = files;
        this.findings = new Findings(definition);
    }

    Collected run() throws SessionException {
        boolean binary = false;
        boolean secret = false;
        for (Command command : definition.commands()) {
            if (!command.when().stream().allMatch(findings::holds)) {
                continue;
            }
            ForEach forEach = command.forEach();
            if (forEach == null) {
                boolean given = ask(command, null);
                binary |= given && command.isBinary();
                secret |= command.fetch() != null && command.fetch().secret();
            } else {
                for (String item : findings.items(forEach)) {
                    step(command, forEach.enter(), item);
                    ask(command, item);
                    step(command, forEach.leave(), item);
                }
            }
        }
        return binary
                ? configText.collectBinary(config, comparable, secret, List.copyOf(context))
                : configText.collect(config, List.copyOf(context));
    }

    private void step(Command command, @Nullable String text, String item) throws SessionException {
        if (text != null) {
            Command step = new Command(
                    text,
                    text,
                    Role.STEP,
                    List.of(),
                    List.of(),
                    false,
                    command.answers(),
                    null,
                    null,
                    command.idle(),
                    command.limit(),
                    null);
            talk.ask(step, text.replace(ITEM, item), new Bytes());
        }
    }

    /** @return whether it was answered */
    private boolean ask(Command command, @Nullable String item) throws SessionException {
        List<String> texts = new ArrayList<>(List.of(command.text()));
        texts.addAll(command.fallback());
        Bytes into =
                switch (command.role()) {
                    case CONFIG -> config;
                    case COMPARE -> comparable;
                    case CONTEXT, STEP -> new Bytes();
                };
        int before = into.size();
        String error = "";
        for (String text : texts) {
            addHeader(command, item, into);
            String asked = item == null ? text : text.replace(ITEM, item);
            int start = into.size();
            error = command.fetch() == null ? told(command, asked, into) : files.copy(command, asked, into);
            boolean more = !text.equals(texts.getLast());
            if (error == null && more && command.role() == Role.CONFIG && into.isBlank(start)) {
                error = "it answers nothing";
            }
            if (error == null) {
                findings.look(command.name(), into, start);
                keepContext(command, item, into);
                return true;
            }
            into.cutTo(before);
            visit.log(LogEntry.Severity.DEBUG, "\"%s\" is not supported here: %s".formatted(asked, error));
        }
        if (!command.optional()) {
            throw unsupported(command, error);
        }
        return false;
    }

    private SessionException unsupported(Command command, String error) {
        SessionException refusal = talk.refusal();
        if (refusal != null) {
            return refusal;
        }
        return new SessionException(
                FailureKind.UNSUPPORTED,
                command.fetch() == null
                        ? "The device does not take \"%s\": %s (the command is unknown to it, or the user may not use it)."
                                .formatted(command.text(), error)
                        : "The device does not give the file \"%s\": %s".formatted(command.text(), error));
    }

    /** @return by what the device says that it does not know the command; null if it answered it */
    private @Nullable String told(Command command, String text, Bytes into) throws SessionException {
        Answer answer = talk.ask(command, text, into);
        if (answer == null) {
            return "it answers nothing, not even with its prompt";
        }
        String error = answer.error(definition.dialogue().errors());
        if (error == null && command.role() == Role.CONFIG && answer.linesWithText() <= LINES_OF_AN_ERROR) {
            return answer.error(Habits.ERRORS);
        }
        return error;
    }

    private static void addHeader(Command command, @Nullable String item, Bytes into) {
        String header = command.header();
        if (header != null && command.role() == Role.CONFIG) {
            byte[] line =
                    ((item == null ? header : header.replace(ITEM, item)) + "\n").getBytes(StandardCharsets.UTF_8);
            into.add(line, 0, line.length);
        }
    }

    private void keepContext(Command command, @Nullable String item, Bytes answer) {
        if (command.role() == Role.CONTEXT && !answer.isBlank(0)) {
            String name = item == null ? command.name() : command.name() + " " + item;
            context.add(new ContextPart(name, configText.masked(answer)));
        }
    }
}
