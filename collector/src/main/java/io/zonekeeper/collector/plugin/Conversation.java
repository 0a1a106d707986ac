package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition.Dialogue;
import io.zonekeeper.common.platform.PlatformDefinition.Reply;
import io.zonekeeper.common.result.FailureKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends, and reads until something is at its end, answering the device's questions on the way. */
final class Conversation {

    /** Tells when what is awaited has come, judging by what stands at the end of all that came. */
    interface End {

        /** Null while it has not come; else how long to wait whether more comes, which would prove it wrong. */
        @Nullable Duration settle();

        /** Asked once the device has been silent for a while. */
        default boolean isReachedBySilence() {
            return false;
        }

        /** Asked once the device has been silent for so long that it seems to wait. */
        default boolean isReachedByLongSilence() {
            return false;
        }
    }

    /**
     * What the device may ask meanwhile.
     *
     * @param known answered at once
     * @param habits answered where the device waits at them
     */
    record Questions(List<Reply> known, List<Reply> habits) {}

    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration STUCK = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofMillis(20);

    private final DeviceSession.Shell shell;
    private final String lineEnd;
    private final Intake intake;
    private final byte[] buffer = new byte[8 * 1024];
    private final Terminal terminal = new Terminal(this::take);
    private final Replies replies;
    private @Nullable Answer answer;
    private boolean knocked;

    Conversation(Visit visit, DeviceSession.Shell shell, Dialogue dialogue, Intake intake) {
        this.shell = shell;
        this.lineEnd = dialogue.lineEnd();
        this.intake = intake;
        this.replies = new Replies(visit, shell, dialogue, intake, terminal);
    }

    private void take(byte[] line, int length) {
        if (answer != null) {
            answer.line(line, length);
        }
    }

    Terminal terminal() {
        return terminal;
    }

    /** The line the cursor stands on; empty if it is longer than any prompt. */
    String line() {
        return replies.line();
    }

    /** From here on, lines go to this answer. */
    void listen(Answer listener) {
        answer = listener;
        replies.nextAnswer();
        terminal.clearLine();
    }

    void send(String text, String shown) throws SessionException {
        intake.sent(shown);
        intake.nextAnswer();
        shell.write((text + lineEnd).getBytes(StandardCharsets.UTF_8));
    }

    /** @param awaited as named to the operator if it does not come */
    void readUntil(String awaited, DeviceSession.Patience patience, Questions questions, End end)
            throws SessionException {
        while (true) {
            Replies.Question question = replies.asked(questions.known());
            Duration settle = question == null ? end.settle() : replies.settle(question);
            if (settle == null) {
                if (waitFor(awaited, patience, questions.habits(), end)) {
                    return;
                }
            } else if (settle.isZero() || !more(awaited, settle, patience.deadline())) {
                if (question == null) {
                    return;
                }
                replies.answer(question);
            }
        }
    }

    /** @return whether the end is reached by silence; false if there is something new to look at */
    private boolean waitFor(String awaited, DeviceSession.Patience patience, List<Reply> habits, End end)
            throws SessionException {
        Duration idle = patience.idle();
        Deadline deadline = patience.deadline();
        Duration first = idle.compareTo(SILENCE) < 0 ? idle : SILENCE;
        if (more(awaited, first, deadline)) {
            return false;
        }
        if (!isOver(deadline)) {
            if (end.isReachedBySilence()) {
                return true;
            }
            if (replies.answerByHabit(habits)) {
                return false;
            }
        }
        Duration rest = idle.minus(first);
        if (idle.compareTo(STUCK) > 0) {
            if (more(awaited, STUCK.minus(first), deadline)) {
                return false;
            }
            rest = idle.minus(STUCK);
            if (!isOver(deadline)) {
                if (end.isReachedByLongSilence()) {
                    return true;
                }
                nudge(habits.equals(Habits.LOGIN));
            }
        }
        if (!rest.isZero() && more(awaited, rest, deadline)) {
            return false;
        }
        throw new SessionException(
                FailureKind.TIMED_OUT,
                isOver(deadline)
                        ? "The time limit was over while waiting for %s.".formatted(awaited)
                        : "The device fell silent for %d s while waiting for %s.".formatted(idle.toSeconds(), awaited));
    }

    /** Turns the page again, or knocks where a device waits at an empty line before its first prompt. */
    private void nudge(boolean beforeFirstPrompt) throws SessionException {
        if (!replies.turnAgain() && beforeFirstPrompt && !knocked && line().isBlank()) {
            knocked = true;
            send("", "");
        }
    }

    /** Whether the device was sent a line end because it waited at an empty line. */
    boolean hasKnocked() {
        return knocked;
    }

    /** A read may return a little before its deadline. */
    private static boolean isOver(Deadline deadline) {
        return deadline.left().compareTo(CLOSE) < 0;
    }

    private boolean more(String awaited, Duration patience, Deadline deadline) throws SessionException {
        if (deadline.isOver()) {
            // A device that never pauses would else be read for ever.
            return false;
        }
        int count = shell.read(buffer, Deadline.after(patience).orEarlier(deadline));
        if (count < 0) {
            throw new SessionException(
                    FailureKind.INCOMPLETE, "The device ended the session while waiting for %s.".formatted(awaited));
        }
        if (count == 0) {
            return false;
        }
        intake.take(buffer, count);
        terminal.feed(buffer, count);
        return true;
    }
}
