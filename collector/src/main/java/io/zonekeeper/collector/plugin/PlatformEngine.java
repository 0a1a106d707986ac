package io.zonekeeper.collector.plugin;

import com.google.re2j.Pattern;
import io.zonekeeper.collector.ssh.Connector;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.Dialogue;
import io.zonekeeper.common.platform.PlatformDefinition.Transport;
import io.zonekeeper.common.result.FailureKind;

/** Backs devices up as a platform definition says. */
final class PlatformEngine implements BackupPlugin {

    private static final int SSH_PORT = 22;

    private final PlatformDefinition definition;
    private final ConfigText configText;

    PlatformEngine(PlatformDefinition definition) {
        this.definition = definition;
        this.configText = new ConfigText(definition);
    }

    @Override
    public Collected backup(Visit visit) throws SessionException {
        Intake intake = new Intake(visit, configText.secrets());
        try {
            Talk talk = connect(visit, intake);
            talk.begin();
            Collected collected = new Questionnaire(visit, definition, configText, talk).run();
            talk.end();
            return collected;
        } finally {
            intake.end();
        }
    }

    @Override
    public void testLogin(Visit visit) throws SessionException {
        Intake intake = new Intake(visit, configText.secrets());
        try {
            Talk talk = connect(visit, intake);
            talk.begin();
            talk.end();
        } finally {
            intake.end();
        }
    }

    private Talk connect(Visit visit, Intake intake) throws SessionException {
        Transport transport = definition
                .firstOf(Transport.SSH_SHELL, Transport.SSH_EXEC)
                .orElseThrow(() -> new SessionException(
                        FailureKind.UNSUPPORTED,
                        "The platform \"%s\" names no transport this collector speaks: it speaks ssh-shell and ssh-exec."
                                .formatted(definition.key())));
        int port =
                definition.reach().port() == 0 ? SSH_PORT : definition.reach().port();
        DeviceSession session =
                visit.connect(new Connector.Options(port, definition.reach().legacyAlgorithms()));
        Dialogue dialogue = definition.dialogue();
        Pattern prompt = dialogue.prompt();
        if (transport == Transport.SSH_EXEC || prompt == null) {
            return new ExecTalk(visit, session, intake);
        }
        DeviceSession.Shell shell = session.openShell(dialogue.columns(), dialogue.rows(), visit.deadline());
        return new ShellTalk(visit, definition, prompt, configText.drop(), shell, intake);
    }
}
