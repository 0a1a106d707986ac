package io.zonekeeper.collector.plugin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.platform.PlatformDefinition.Dialogue;
import io.zonekeeper.common.platform.PlatformDefinition.Reply;
import io.zonekeeper.common.result.FailureKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    }

    private record Question(Reply reply, int start, int blanks) {}

    private static final int LONGEST_QUESTION = 512;
    /** The first time; from then on it is known how many blanks end the question. */
    private static final Duration QUESTION_SETTLES = Duration.ofMillis(250);

    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration CLOSE = Duration.ofMillis(20);
    private static final String PASSWORD = "{password}";
    private static final int MOST_LOGIN_REPLIES = 3;
    private static final Duration STUCK = Duration.ofSeconds(5);
    private static final int MOST_NUDGES = 3;

    private final Visit visit;
    private final DeviceSession.Shell shell;
    private final Dialogue dialogue;
    private final Intake intake;
    private final byte[] buffer = new byte[16 * 1024];
    private final Map<Reply, Integer> blanksAfter = new HashMap<>();
    private final Map<Reply, Integer> loginReplies = new HashMap<>();
    private @Nullable Answer answer;
    /** The key that last turned a page of the answer. */
    private @Nullable Reply turned;

    private int nudges;
    private final Terminal terminal = new Terminal(this::take);

    Conversation(Visit visit, DeviceSession.Shell shell, Dialogue dialogue, Intake intake) {
        this.visit = visit;
        this.shell = shell;
        this.dialogue = dialogue;
        this.intake = intake;
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
        int length = terminal.length();
        return length > LONGEST_QUESTION ? "" : new String(terminal.line(), 0, length, StandardCharsets.UTF_8);
    }

    /** From here on, lines go to this answer. */
    void listen(Answer listener) {
        answer = listener;
        turned = null;
        nudges = 0;
        terminal.clearLine();
    }

    void send(String text, String shown) throws SessionException {
        intake.sent(shown);
        intake.nextAnswer();
        shell.write((text + dialogue.lineEnd()).getBytes(StandardCharsets.UTF_8));
    }

    /** @param awaited as named to the operator if it does not come */
    void readUntil(String awaited, Duration idle, List<Reply> questions, End end) throws SessionException {
        while (true) {
            Question question = question(questions);
            Duration settle = question == null ? end.settle() : settle(question);
            if (settle == null) {
                if (waitFor(awaited, idle, end)) {
                    return;
                }
            } else if (settle.isZero() || !more(awaited, settle)) {
                if (question == null) {
                    return;
                }
                reply(question);
            }
        }
    }

    /** @return whether the end is reached by silence; false if more has come */
    private boolean waitFor(String awaited, Duration idle, End end) throws SessionException {
        Duration first = idle.compareTo(SILENCE) < 0 ? idle : SILENCE;
        if (more(awaited, first)) {
            return false;
        }
        if (!isLimitOver() && end.isReachedBySilence()) {
            return true;
        }
        Duration rest = idle.minus(first);
        if (turned != null && nudges < MOST_NUDGES && idle.compareTo(STUCK) > 0) {
            if (more(awaited, STUCK.minus(first))) {
                return false;
            }
            nudges++;
            press(turned);
            rest = idle.minus(STUCK);
        }
        if (!rest.isZero() && more(awaited, rest)) {
            return false;
        }
        throw new SessionException(
                FailureKind.TIMED_OUT,
                isLimitOver()
                        ? "The time limit was over while waiting for %s.".formatted(awaited)
                        : "The device fell silent for %d s while waiting for %s.".formatted(idle.toSeconds(), awaited));
    }

    /** A read may return a little before its deadline. */
    private boolean isLimitOver() {
        return visit.deadline().left().compareTo(CLOSE) < 0;
    }

    private boolean more(String awaited, Duration patience) throws SessionException {
        int count = shell.read(buffer, Deadline.after(patience).orEarlier(visit.deadline()));
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

    static boolean endsWith(Pattern pattern, String line) {
        return startAtEnd(pattern, line.stripTrailing()) >= 0;
    }

    private static int startAtEnd(Pattern pattern, String stripped) {
        Matcher matcher = pattern.matcher(stripped);
        int at = 0;
        while (at <= stripped.length() && matcher.find(at)) {
            if (matcher.end() == stripped.length() && matcher.start() < matcher.end()) {
                return matcher.start();
            }
            at = Math.max(matcher.end(), at + 1);
        }
        return -1;
    }

    private @Nullable Question question(List<Reply> replies) {
        int length = terminal.length();
        if (length == 0 || length > LONGEST_QUESTION || replies.isEmpty()) {
            return null;
        }
        // One character a byte, so that positions are positions in the line.
        String line = new String(terminal.line(), 0, length, StandardCharsets.ISO_8859_1);
        String stripped = line.stripTrailing();
        for (Reply reply : replies) {
            int start = startAtEnd(reply.expect(), stripped);
            if (start >= 0) {
                return new Question(reply, start, line.length() - stripped.length());
            }
        }
        return null;
    }

    private Duration settle(Question question) {
        Integer known = blanksAfter.get(question.reply());
        return known != null && question.blanks() >= known ? Duration.ZERO : QUESTION_SETTLES;
    }

    private void reply(Question question) throws SessionException {
        Reply reply = question.reply();
        blanksAfter.merge(reply, question.blanks(), Math::max);
        int most = reply.send().contains(PASSWORD) ? 1 : MOST_LOGIN_REPLIES;
        if (dialogue.login().contains(reply) && loginReplies.merge(reply, 1, Integer::sum) > most) {
            throw new SessionException(
                    FailureKind.LOGIN_REFUSED, "The device keeps asking \"%s\".".formatted(line().strip()));
        }
        terminal.cutQuestion(question.start());
        press(reply);
        if (dialogue.pager().contains(reply)) {
            turned = reply;
        }
    }

    /** Sends the answer; also again, where a page was asked for and wiped out in one go. */
    private void press(Reply reply) throws SessionException {
        DeviceAccess access = visit.access();
        String sent = filled(
                reply.send(),
                access.username(),
                access.password(),
                access.elevationSecret().orElse(""));
        intake.sent(filled(reply.send(), access.username(), "<password>", "<enable secret>"));
        shell.write((reply.lineEnd() ? sent + dialogue.lineEnd() : sent).getBytes(StandardCharsets.UTF_8));
    }

    private static String filled(String text, String username, @Nullable String password, String enableSecret) {
        return text.replace("{username}", username)
                .replace(PASSWORD, password == null ? "" : password)
                .replace("{enable_secret}", enableSecret);
    }
}
