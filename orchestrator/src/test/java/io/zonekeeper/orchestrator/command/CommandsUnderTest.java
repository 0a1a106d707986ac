package io.zonekeeper.orchestrator.command;

import io.zonekeeper.common.setting.Environment;
import java.time.Clock;
import picocli.CommandLine;

/** Opens the command line to tests elsewhere. */
public final class CommandsUnderTest {

    public static CommandLine commandLine(Environment environment) {
        return Commands.commandLine(environment, Clock.systemUTC());
    }

    private CommandsUnderTest() {}
}
