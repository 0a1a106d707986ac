package io.zonekeeper.collector.plugin;

import com.google.re2j.Matcher;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.platform.PlatformDefinition.Condition;
import io.zonekeeper.common.platform.PlatformDefinition.ForEach;
import io.zonekeeper.common.platform.PlatformDefinition.Role;
import io.zonekeeper.common.result.ContextPart;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks one device all that its definition lists and puts the answers where they belong. */
final class Questionnaire {

    private static final String ITEM = "{item}";

    private final Visit visit;
    private final PlatformDefinition definition;
    private final ConfigText configText;
    private final Talk talk;
    private final Map<String, String> answers = new HashMap<>();
    /** Names of the answers a command is repeated for. */
    private final Set<String> lists;

    private final List<ContextPart> context = new ArrayList<>();
    private final Bytes config = new Bytes(64 * 1024);

    Questionnaire(Visit visit, PlatformDefinition definition, ConfigText configText, Talk talk) {
        this.visit = visit;
        this.definition = definition;
        this.configText = configText;
        this.talk = talk;
        this.lists = definition.commands().stream()
                .map(Command::forEach)
                .filter(Objects::nonNull)
                .map(ForEach::answer)
                .collect(Collectors.toSet());
    }

    Collected run() throws SessionException {
        for (Command command : definition.commands()) {
            if (!command.when().stream().allMatch(this::holds)) {
                continue;
            }
            ForEach forEach = command.forEach();
            if (forEach == null) {
                ask(command, null);
            } else {
                for (String item : items(forEach)) {
                    step(command, forEach.enter(), item);
                    ask(command, item);
                    step(command, forEach.leave(), item);
                }
            }
        }
        return configText.collect(config.toArray(), List.copyOf(context));
    }

    private boolean holds(Condition condition) {
        String answer = answers.getOrDefault(condition.answer(), "");
        return condition.matches().matcher(answer).find() != condition.negated();
    }

    private Set<String> items(ForEach forEach) {
        Set<String> items = new LinkedHashSet<>();
        Matcher matcher = forEach.item().matcher(answers.getOrDefault(forEach.answer(), ""));
        while (matcher.find()) {
            String item = matcher.group(1);
            if (item != null && !item.isBlank()) {
                items.add(item);
            }
        }
        return items;
    }

    private void step(Command command, @Nullable String text, String item) throws SessionException {
        if (text != null) {
            talk.ask(
                    new Command(
                            text,
                            text,
                            Role.STEP,
                            List.of(),
                            List.of(),
                            true,
                            command.answers(),
                            null,
                            null,
                            command.idle()),
                    text.replace(ITEM, item));
        }
    }

    private void ask(Command command, @Nullable String item) throws SessionException {
        List<String> texts = new ArrayList<>(List.of(command.text()));
        texts.addAll(command.fallback());
        String error = "";
        for (String text : texts) {
            String asked = item == null ? text : text.replace(ITEM, item);
            Answer answer = talk.ask(command, asked);
            error = answer.error(definition.dialogue().errors());
            if (error == null) {
                keep(command, item, answer);
                return;
            }
            visit.log(LogEntry.Severity.DEBUG, "\"%s\" is not supported here: %s".formatted(asked, error));
        }
        if (!command.optional()) {
            SessionException refusal = talk.refusal();
            if (refusal != null) {
                throw refusal;
            }
            throw new SessionException(
                    FailureKind.UNSUPPORTED,
                    "The device does not take \"%s\": %s (the command is unknown to it, or the user may not use it)."
                            .formatted(command.text(), error));
        }
    }

    private void keep(Command command, @Nullable String item, Answer answer) {
        boolean headTells = command.role() == Role.CONFIG && !lists.contains(command.name());
        answers.put(command.name(), headTells ? answer.head() : answer.text());
        switch (command.role()) {
            case CONFIG -> {
                String header = command.header();
                if (header != null) {
                    byte[] line = ((item == null ? header : header.replace(ITEM, item)) + "\n")
                            .getBytes(StandardCharsets.UTF_8);
                    config.add(line, 0, line.length);
                }
                answer.appendTo(config);
            }
            case CONTEXT -> {
                if (!answer.isBlank()) {
                    String name = item == null ? command.name() : command.name() + " " + item;
                    context.add(new ContextPart(name, configText.masked(answer.bytes())));
                }
            }
            case STEP -> {
                // Kept for conditions alone.
            }
        }
    }
}
