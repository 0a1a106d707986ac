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

    /** Parameter of a job, {@code true} for a device that speaks nothing newer. */
    private static final String LEGACY_ALGORITHMS = "legacy_algorithms";

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
            DeviceSession session = connect(visit);
            Talk talk = talk(visit, session, intake);
            talk.begin();
            Files files =
                    new Files(visit, session, intake, definition.dialogue().idle());
            Collected collected = new Questionnaire(visit, definition, configText, talk, files).run();
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
            Talk talk = talk(visit, connect(visit), intake);
            talk.begin();
            talk.end();
        } finally {
            intake.end();
        }
    }

    private DeviceSession connect(Visit visit) throws SessionException {
        boolean telnet = transport(visit) == Transport.TELNET;
        int own = definition.reach().port();
        int port = own != 0 ? own : telnet ? TELNET_PORT : SSH_PORT;
        boolean legacy = definition.reach().legacyAlgorithms() || isAsked(visit, LEGACY_ALGORITHMS);
        return visit.connect(new Connector.Options(
                telnet ? Connector.Protocol.TELNET : Connector.Protocol.SSH, port, !telnet && legacy));
    }

    private static boolean isAsked(Visit visit, String parameter) {
        return Boolean.parseBoolean(visit.parameters().getOrDefault(parameter, "false"));
    }

    private Talk talk(Visit visit, DeviceSession session, Intake intake) throws SessionException {
        Pattern prompt = definition.dialogue().prompt();
        if (prompt == null) {
            return new ExecTalk(visit, session, intake, null);
        }
        if (transport(visit) != Transport.SSH_EXEC) {
            return shellTalk(visit, session, intake, prompt);
        }
        boolean hasShell = definition.reach().transports().contains(Transport.SSH_SHELL);
        if (!hasShell || visit.parameters().containsKey(TRANSPORT)) {
            return new ExecTalk(visit, session, intake, null);
        }
        return new ExecOrShellTalk(
                visit, new ExecTalk(visit, session, intake, prompt), () -> shellTalk(visit, session, intake, prompt));
    }

    private Talk shellTalk(Visit visit, DeviceSession session, Intake intake, Pattern prompt) throws SessionException {
        Dialogue dialogue = definition.dialogue();
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
