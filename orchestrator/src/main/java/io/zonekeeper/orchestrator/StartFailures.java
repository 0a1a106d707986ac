package io.zonekeeper.orchestrator;

import io.zonekeeper.common.setting.SettingException;
import java.util.Optional;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says what a user can mend at start as one sentence, instead of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailures implements SpringBootExceptionReporter {

    private static final int FAILED = 1;

    StartFailures(@SuppressWarnings("unused") ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        Optional<String> sentence = sentence(failure);
        sentence.ifPresent(System.err::println);
        return sentence.isPresent();
    }

    static int exitCode(Throwable failure) {
        return sentence(failure).isPresent() ? Orchestrator.WRONG_SETTINGS : FAILED;
    }

    private static Optional<String> sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingException wrong) {
                return Optional.of(String.valueOf(wrong.getMessage()));
            }
            if (cause instanceof PortInUseException taken) {
                return Optional.of("Port %d is taken by another program: set %s to a free one."
                        .formatted(taken.getPort(), OrchestratorSettings.HTTP_PORT.name()));
            }
        }
        return Optional.empty();
    }
}
