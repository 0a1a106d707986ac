package io.zonekeeper.collector.plugin;

import com.google.re2j.Pattern;
import io.zonekeeper.collector.ssh.Connector;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.Dialogue;
import io.zonekeeper.common.platform.PlatformDefinition.Transport;
import io.zonekeeper.common.result.FailureKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Backs devices up as a platform definition says. */
final class PlatformEngine implements BackupPlugin {

    /** Parameter of a job that chooses one of the definition's transports, by the name it has there. */
    private static final String TRANSPORT = "transport";

    private static final int SSH_PORT = 22;
    private static final int TELNET_PORT = 23;

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
        Transport transport = transport(visit);
        boolean telnet = transport == Transport.TELNET;
        int own = definition.reach().port();
        int port = own != 0 ? own : telnet ? TELNET_PORT : SSH_PORT;
        DeviceSession session = visit.connect(new Connector.Options(
                telnet ? Connector.Protocol.TELNET : Connector.Protocol.SSH,
                port,
                !telnet && definition.reach().legacyAlgorithms()));
        Dialogue dialogue = definition.dialogue();
        Pattern prompt = dialogue.prompt();
        if (transport == Transport.SSH_EXEC || prompt == null) {
            return new ExecTalk(visit, session, intake);
        }
        DeviceSession.Shell shell = session.openShell(dialogue.columns(), dialogue.rows(), visit.deadline());
        return new ShellTalk(visit, definition, prompt, configText.drop(), shell, intake);
    }

    /** The first there is, or the one the job asks for; never Telnet unless one of them says so. */
    private Transport transport(Visit visit) throws SessionException {
        List<Transport> transports = definition.reach().transports();
        String wanted = visit.parameters().get(TRANSPORT);
        if (wanted == null) {
            return transports.getFirst();
        }
        return transports.stream()
                .filter(transport -> nameOf(transport).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new SessionException(
                        FailureKind.UNSUPPORTED,
                        "The platform \"%s\" is not reached by \"%s\": its definition names %s."
                                .formatted(
                                        definition.key(),
                                        wanted,
                                        transports.stream()
                                                .map(PlatformEngine::nameOf)
                                                .collect(Collectors.joining(", ")))));
    }

    private static String nameOf(Transport transport) {
        return transport.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
