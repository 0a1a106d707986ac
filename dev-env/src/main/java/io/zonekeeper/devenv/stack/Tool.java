package io.zonekeeper.devenv.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of the machine that are run to their end. */
public final class Tool {

    private Tool() {}

    /** As {@link #run(List, String)}, with nothing to read for the program. */
    public static String run(List<String> command) {
        return run(command, "");
    }

    /**
     * Gives the program something to read and waits for its end.
     *
     * @return what it said on standard output and standard error
     * @throws StackException if it cannot be run or fails, with what it said
     */
    public static String run(List<String> command, String input) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream toProcess = process.getOutputStream()) {
                toProcess.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StackException("%s failed: %s".formatted(String.join(" ", command), said.strip()));
            }
            return said;
        } catch (IOException e) {
            throw new StackException("%s cannot be run: %s".formatted(command.getFirst(), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The wait for %s was interrupted.".formatted(command.getFirst()), e);
        }
    }
}
