package io.zonekeeper.orchestrator.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file named on the command line. */
final class InputFile {

    private static final String STDIN = "-";

    /**
     * All of it; of standard input for {@code -}.
     *
     * @param argument what names it, for the sentence
     * @throws Commands.ArgumentException if it cannot be read
     */
    static byte[] read(String argument, String file) {
        try {
            return file.equals(STDIN) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new Commands.ArgumentException("%s names %s, which cannot be read (%s)."
                    .formatted(argument, file, e.getClass().getSimpleName()));
        }
    }

    private InputFile() {}
}
