package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.platform.PlatformDefinition.Role;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import org.jspecify.annotations.Nullable;

/** Each command in a channel of its own, until the device does not answer one so; from that one on in a shell. */
final class ExecOrShellTalk implements Talk {

    /** Opens a shell. */
    interface Shell {
        Talk open() throws SessionException;
    }

    private final Visit visit;
    private final Shell shell;
    private Talk talk;
    private boolean inShell;

    ExecOrShellTalk(Visit visit, ExecTalk exec, Shell shell) {
        this.visit = visit;
        this.shell = shell;
        this.talk = exec;
    }

    @Override
    public void begin() throws SessionException {
        talk.begin();
    }

    @Override
    public @Nullable Answer ask(Command command, String text, Bytes into) throws SessionException {
        if (inShell) {
            return talk.ask(command, text, into);
        }
        int start = into.size();
        try {
            Answer answer = talk.ask(command, text, into);
            if (answer == null || command.role() != Role.CONFIG || !answer.isBlank()) {
                return answer;
            }
            toShell("The device answers \"%s\" with nothing".formatted(text));
        } catch (SessionException e) {
            if (e.kind() != FailureKind.UNSUPPORTED) {
                throw e;
            }
            toShell(String.valueOf(e.getMessage()));
        }
        into.cutTo(start);
        return talk.ask(command, text, into);
    }

    private void toShell(String why) throws SessionException {
        visit.log(LogEntry.Severity.INFO, "It is asked in a shell from here on: " + why);
        talk = shell.open();
        inShell = true;
        talk.begin();
    }

    @Override
    public @Nullable SessionException refusal() {
        return talk.refusal();
    }

    @Override
    public void end() {
        talk.end();
    }
}
