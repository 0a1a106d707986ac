package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.Elevation;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gets more rights than the login gave, if the prompt does not show them already. */
final class Elevating {

    private static final Duration SETTLES = Duration.ofMillis(250);

    private final Visit visit;
    private final PlatformDefinition definition;
    private final Elevation elevation;
    private final Conversation conversation;
    private final Prompt prompt;
    private @Nullable SessionException refusal;
    private boolean unanswered;

    Elevating(
            Visit visit, PlatformDefinition definition, Elevation elevation, Conversation conversation, Prompt prompt) {
        this.visit = visit;
        this.definition = definition;
        this.elevation = elevation;
        this.conversation = conversation;
        this.prompt = prompt;
    }

    /** Why the device did not give more rights though it let the session go on; null if it gave them or none were needed. */
    @Nullable SessionException refusal() {
        return refusal;
    }

    /** Whether the device said nothing at all to the command. */
    boolean isUnanswered() {
        return unanswered;
    }

    /** @throws SessionException LOGIN_REFUSED if the secret that was asked for is not accepted, or there is none */
    void run() throws SessionException {
        if (isElevatedBy(prompt.seen())) {
            return;
        }
        Answer answer = new Answer(elevation.command(), false);
        conversation.listen(answer);
        conversation.send(elevation.command(), elevation.command());
        boolean asked;
        try {
            asked = isSecretAsked(answer);
        } catch (SessionException e) {
            if (!visit.outlives(e)) {
                throw e;
            }
            unanswered = true;
            doWithout(refused("it does not answer"));
            return;
        }
        if (asked) {
            String secret = visit.access()
                    .elevationSecret()
                    .orElseThrow(() -> new SessionException(
                            FailureKind.LOGIN_REFUSED,
                            "The device asks for a secret after \"%s\" and the credential has none."
                                    .formatted(elevation.command())));
            conversation.listen(answer);
            conversation.send(secret, "<enable secret>");
            if (isSecretAsked(answer) && !isAnsweredByEmptyLine(answer)) {
                throw refused("it asks for the secret again");
            }
        }
        String line = conversation.line();
        if (!isElevatedBy(line)) {
            SessionException refused = refused("the prompt is still \"%s\"".formatted(line.strip()));
            if (asked && answer.error(definition.dialogue().errors()) == null) {
                throw refused;
            }
            doWithout(refused);
        }
        prompt.see(line);
    }

    private void doWithout(SessionException refused) {
        visit.log(LogEntry.Severity.WARNING, String.valueOf(refused.getMessage()));
        refusal = refused;
    }

    /** Where no secret is set, some devices ask for one all the same and take only an empty one. */
    private boolean isAnsweredByEmptyLine(Answer answer) throws SessionException {
        conversation.listen(answer);
        conversation.send("", "");
        return !isSecretAsked(answer);
    }

    /** @return whether it asks for the secret */
    private boolean isSecretAsked(Answer answer) throws SessionException {
        conversation.readUntil(
                "the answer to \"%s\"".formatted(elevation.command()),
                new DeviceSession.Patience(definition.dialogue().idle(), visit.deadline()),
                new Conversation.Questions(List.of(Habits.USERNAME), List.of()),
                () -> {
                    String line = conversation.line();
                    if (Replies.endsWith(elevation.secretPrompt(), line)) {
                        return SETTLES;
                    }
                    return prompt.fit(line) == Prompt.Fit.NONE ? null : SETTLES;
                });
        String error = answer.error(elevation.refused());
        if (error != null) {
            throw refused(error);
        }
        return Replies.endsWith(elevation.secretPrompt(), conversation.line());
    }

    private boolean isElevatedBy(String line) {
        return elevation.success().matcher(line).find();
    }

    private SessionException refused(String why) {
        return new SessionException(
                FailureKind.LOGIN_REFUSED,
                "The device refused \"%s\" with the secret given: %s.".formatted(elevation.command(), why));
    }
}
