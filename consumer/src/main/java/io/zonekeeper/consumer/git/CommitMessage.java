package io.zonekeeper.consumer.git;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The messages of our commits, written, and read back when work is resumed from them. */
sealed interface CommitMessage {

    String TASK = "Zonekeeper-Task: ";
    String MOVED = "Zonekeeper-Moved: ";
    String GONE = "-";

    Pattern SUBJECT = Pattern.compile("(\\S+): \\+(\\d+) -(\\d+) lines");

    /** One version of one device. */
    record OfVersion(String path, LineCount lines, UUID taskId) implements CommitMessage {

        @Override
        public String toString() {
            return "%s: +%d -%d lines\n\n%s%s\n".formatted(path, lines.added(), lines.removed(), TASK, taskId);
        }
    }

    /** Devices that were renamed, moved to another group or deleted. */
    record OfMoves(List<Move> moves) implements CommitMessage {

        public OfMoves {
            moves = List.copyOf(moves);
        }

        @Override
        public String toString() {
            StringBuilder message = new StringBuilder(subject()).append("\n\n");
            moves.forEach(move -> message.append(MOVED)
                    .append(move.deviceId())
                    .append(' ')
                    .append(move.to() == null ? GONE : move.to())
                    .append('\n'));
            return message.toString();
        }

        private String subject() {
            if (moves.size() > 1) {
                return "%d devices renamed, moved or deleted".formatted(moves.size());
            }
            Move move = moves.getFirst();
            return move.to() == null ? move.from() + ": deleted" : move.from() + " -> " + move.to();
        }
    }

    /** A commit that is not ours. */
    record Foreign() implements CommitMessage {}

    /** @param to null for a deleted device; {@code from} is empty where it was read back, since a message does not hold it */
    record Move(long deviceId, String from, @Nullable String to) {}

    static CommitMessage parse(String message) {
        List<String> lines = message.lines().toList();
        List<Move> moves = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(TASK)) {
                Matcher subject = SUBJECT.matcher(lines.getFirst());
                return subject.matches() ? version(subject, line.substring(TASK.length())) : new Foreign();
            }
            if (line.startsWith(MOVED)) {
                String[] deviceAndPath = line.substring(MOVED.length()).split(" ", 2);
                String to = deviceAndPath[1].equals(GONE) ? null : deviceAndPath[1];
                moves.add(new Move(Long.parseLong(deviceAndPath[0]), "", to));
            }
        }
        return moves.isEmpty() ? new Foreign() : new OfMoves(moves);
    }

    private static CommitMessage version(Matcher subject, String taskId) {
        LineCount lines = new LineCount(Integer.parseInt(subject.group(2)), Integer.parseInt(subject.group(3)));
        return new OfVersion(subject.group(1), lines, UUID.fromString(taskId));
    }
}
