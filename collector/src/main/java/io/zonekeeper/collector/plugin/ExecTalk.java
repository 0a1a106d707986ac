package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Each command in a channel of its own: no prompt, no echo, no pager. */
final class ExecTalk implements Talk {

    /** More than this tells no better why a command failed. */
    private static final int MOST_OF_ERRORS = 64 * 1024;

    private final Visit visit;
    private final DeviceSession session;
    private final Intake intake;

    ExecTalk(Visit visit, DeviceSession session, Intake intake) {
        this.visit = visit;
        this.session = session;
        this.intake = intake;
    }

    @Override
    public void begin() {
        // A channel needs no preparation.
    }

    @Override
    public Answer ask(Command command, String text, Bytes into) throws SessionException {
        intake.sent(text);
        intake.nextAnswer();
        Answer answer = new Answer(text, false, into);
        Duration limit = command.limit();
        Deadline deadline =
                limit == null ? visit.deadline() : Deadline.after(limit).orEarlier(visit.deadline());
        Said said = new Said(new Terminal(answer));
        session.execute(text, intake.left(), deadline, said);
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
        private boolean any;

        Said(Terminal terminal) {
            this.terminal = terminal;
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
