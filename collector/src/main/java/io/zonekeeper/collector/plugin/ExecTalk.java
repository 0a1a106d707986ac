package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import org.jspecify.annotations.Nullable;

/** Each command in a channel of its own: no prompt, no echo, no pager. */
final class ExecTalk implements Talk {

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
    public Answer ask(Command command, String text) throws SessionException {
        intake.sent(text);
        intake.nextAnswer();
        DeviceSession.Execution execution = session.execute(text, intake.left(), visit.deadline(), visit::took);
        intake.show(execution.output(), execution.output().length);
        intake.pass();
        intake.show(execution.errorOutput(), execution.errorOutput().length);
        intake.pass();
        Answer answer = new Answer(text, false);
        byte[] shown = execution.output().length > 0 ? execution.output() : execution.errorOutput();
        Terminal terminal = new Terminal(answer);
        terminal.feed(shown, shown.length);
        terminal.finish();
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
}
