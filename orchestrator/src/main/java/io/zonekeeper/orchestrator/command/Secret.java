package io.zonekeeper.orchestrator.command;

import java.io.Console;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads secrets, which are never taken from the command line: others see that. */
final class Secret {

    /**
     * The first line of a file, or of standard input for {@code -}.
     *
     * @throws Commands.ArgumentException if it cannot be read
     */
    static String read(String option, String file) {
        return new String(InputFile.read(option, file), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("");
    }

    /**
     * Asks for it twice.
     *
     * @throws Commands.ArgumentException if there is no terminal to ask at
     */
    static String ask(String what, String option) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new Commands.ArgumentException(
                    "There is no terminal to ask for the %s at: give %s FILE, or - for standard input."
                            .formatted(what.toLowerCase(Locale.ROOT), option));
        }
        while (true) {
            char @Nullable [] first = console.readPassword("%s: ", what);
            char @Nullable [] second = console.readPassword("%s, again: ", what);
            if (first == null || second == null) {
                throw new Commands.ArgumentException("No %s was given.".formatted(what.toLowerCase(Locale.ROOT)));
            }
            if (Arrays.equals(first, second)) {
                return new String(first);
            }
            console.printf("The two differ. Once more.%n");
        }
    }

    private Secret() {}
}
