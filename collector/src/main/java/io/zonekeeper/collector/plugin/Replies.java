package io.zonekeeper.collector.plugin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.platform.PlatformDefinition.Dialogue;
import io.zonekeeper.common.platform.PlatformDefinition.Reply;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers the questions one device asks in the course of a session. */
final class Replies {

    /** @param start where it begins in the line the cursor stands on */
    record Question(Reply reply, int start, int blanks) {}

    private static final int LONGEST_QUESTION = 512;
    /** The first time; from then on it is known how many blanks end the question. */
    private static final Duration QUESTION_SETTLES = Duration.ofMillis(250);

    private static final String PASSWORD = "{password}";
    private static final int MOST_LOGIN_REPLIES = 3;
    private static final int MOST_PAGES_TURNED_AGAIN = 3;
    /** Of questions the definition does not have, over the whole session. */
    private static final int MOST_HABITS = 20;

    private final Visit visit;
    private final DeviceSession.Shell shell;
    private final Dialogue dialogue;
    private final Intake intake;
    private final Terminal terminal;
    private final Map<Reply, Integer> blanksAfter = new HashMap<>();
    private final Map<Reply, Integer> loginReplies = new HashMap<>();
    /** Questions the definition does not have and this device asks. */
    private final List<Reply> learned = new ArrayList<>();
    /** The key that last turned a page of the answer. */
    private @Nullable Reply turned;

    private int turnedAgain;
    private int habits;

    Replies(Visit visit, DeviceSession.Shell shell, Dialogue dialogue, Intake intake, Terminal terminal) {
        this.visit = visit;
        this.shell = shell;
        this.dialogue = dialogue;
        this.intake = intake;
        this.terminal = terminal;
    }

    /** What comes now is another answer. */
    void nextAnswer() {
        turned = null;
        turnedAgain = 0;
    }

    /** The line the cursor stands on; empty if it is longer than any prompt. */
    String line() {
        int length = terminal.length();
        return length > LONGEST_QUESTION ? "" : new String(terminal.line(), 0, length, StandardCharsets.UTF_8);
    }

    /** The first of these, or of those learned, at the end of what came; null if there is none. */
    @Nullable Question asked(List<Reply> known) {
        Question question = find(known);
        return question == null ? find(learned) : question;
    }

    private @Nullable Question find(List<Reply> replies) {
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

    /** How long to wait whether the question goes on. */
    Duration settle(Question question) {
        Integer known = blanksAfter.get(question.reply());
        return known != null && question.blanks() >= known ? Duration.ZERO : QUESTION_SETTLES;
    }

    void answer(Question question) throws SessionException {
        Reply reply = question.reply();
        blanksAfter.merge(reply, question.blanks(), Math::max);
        int most = reply.send().contains(PASSWORD) ? 1 : MOST_LOGIN_REPLIES;
        boolean ofLogin = dialogue.login().contains(reply) || reply.send().startsWith("{");
        if (ofLogin && loginReplies.merge(reply, 1, Integer::sum) > most) {
            throw new SessionException(
                    FailureKind.LOGIN_REFUSED, "The device keeps asking \"%s\".".formatted(line().strip()));
        }
        terminal.cutQuestion(question.start());
        press(reply);
        if (dialogue.pager().contains(reply) || learned.contains(reply)) {
            turned = reply;
        }
    }

    /** @return whether the device waits at a question that many devices ask */
    boolean answerByHabit(List<Reply> habitual) throws SessionException {
        Question question = find(habitual);
        if (question == null || habits >= MOST_HABITS) {
            return false;
        }
        habits++;
        visit.log(
                LogEntry.Severity.INFO,
                "The definition has no answer to \"%s\", where the device waits; it is answered as usual."
                        .formatted(line().strip()));
        if (habitual.equals(Habits.PAGER)) {
            learned.add(question.reply());
        }
        answer(question);
        return true;
    }

    /**
     * Turns the page again, where a page was asked for and wiped out in one go.
     *
     * @return whether there was one to be turned
     */
    boolean turnAgain() throws SessionException {
        Reply page = turned;
        if (page == null || turnedAgain >= MOST_PAGES_TURNED_AGAIN) {
            return false;
        }
        turnedAgain++;
        press(page);
        return true;
    }

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
