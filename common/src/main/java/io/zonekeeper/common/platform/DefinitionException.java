package io.zonekeeper.common.platform;

import java.util.List;
import java.util.stream.Collectors;

/** Platform definitions have mistakes. The message has one line for each: {@code <file>:<line>: <sentence>}. */
public final class DefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param line counted from 1 */
    public record Problem(String file, int line, String sentence) {

        @Override
        public String toString() {
            return "%s:%d: %s".formatted(file, line, sentence);
        }
    }

    private final transient List<Problem> problems;

    DefinitionException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
