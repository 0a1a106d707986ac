package io.zonekeeper.collector.plugin;

import com.google.re2j.Pattern;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Each command in a channel of its own: no prompt, no echo, no pager. */
final class ExecTalk implements Talk {

    /** More than this tells no better why a command failed. */
    private static final int MOST_OF_ERRORS = 64 * 1024;

    private final Visit visit;
    private final DeviceSession session;
    private final Intake intake;
    private final @Nullable Prompt prompt;

    /** @param prompt where an answer ends with this it comes from a shell and is refused; null if none can */
    ExecTalk(Visit visit, DeviceSession session, Intake intake, @Nullable Pattern prompt) {
        this.visit = visit;
        this.session = session;
        this.intake = intake;
        this.prompt = prompt == null ? null : new Prompt(prompt);
    }

    @Override
    public void begin() {
        // A channel needs no preparation.
    }

    @Override
    public @Nullable Answer ask(Command command, String text, Bytes into) throws SessionException {
        intake.sent(text);
        intake.nextAnswer();
        Answer answer = new Answer(text, false, into);
        DeviceSession.Patience patience = visit.patience(command, DISPENSABLE);
        Said said = new Said(new Terminal(answer), command.isDispensable() ? patience.idle() : null);
        session.execute(text, intake.left(), patience.deadline(), said);
        if (said.isUnanswered()) {
            visit.log(
                    LogEntry.Severity.WARNING,
                    "The backup goes on without \"%s\": the device fell silent over it.".formatted(text));
            return null;
        }
        if (said.isAtPrompt()) {
            throw new SessionException(
                    FailureKind.UNSUPPORTED, "The device answers \"%s\" by opening a shell.".formatted(text));
        }
        said.end();
        return answer;
    }

    @Override
    public @Nullable SessionException refusal() {
        return null;
    }

    @Override
    public void end() {
        // The session ends by being closed.
    }

    /** The output is the answer; where there is none, the error output. */
    private final class Said implements DeviceSession.Outputs {

        private final Terminal terminal;
        private final Bytes errors = new Bytes();
        private final @Nullable Duration patience;
        private boolean any;
        private boolean unanswered;

        /** @param patience with silence, or null for any */
        Said(Terminal terminal, @Nullable Duration patience) {
            this.terminal = terminal;
            this.patience = patience;
        }

        @Override
        public void output(byte[] bytes, int count) throws SessionException {
            any = true;
            intake.take(bytes, count);
            terminal.feed(bytes, count);
        }

        @Override
        public void errorOutput(byte[] bytes, int count) throws SessionException {
            intake.count(count);
            errors.add(bytes, 0, Math.min(count, MOST_OF_ERRORS - errors.size()));
        }

        @Override
        public boolean endsInSilence(Duration silence) {
            unanswered = patience != null && silence.compareTo(patience) >= 0;
            return unanswered || isAtPrompt();
        }

        boolean isUnanswered() {
            return unanswered;
        }

        boolean isAtPrompt() {
            return prompt != null && prompt.fit(terminal) != Prompt.Fit.NONE;
        }

        void end() {
            intake.pass();
            byte[] text = errors.toArray();
            intake.show(text, text.length);
            intake.pass();
            if (!any) {
                terminal.feed(text, text.length);
            }
            terminal.finish();
        }
    }
}
