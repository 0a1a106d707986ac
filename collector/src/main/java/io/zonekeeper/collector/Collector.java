package io.zonekeeper.collector;

import io.zonekeeper.common.platform.DefinitionException;
import io.zonekeeper.common.setting.SettingException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The collector as a program. */
@Command(
        name = "collector",
        description =
                "Backs up the devices of a zone: takes jobs from RabbitMQ, adds results to Redis, needs no database.",
        subcommands = {RunCommand.class, TryCommand.class, PlatformsCommand.class, CheckDefinitionCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Collector {

    /** EX_CONFIG of sysexits.h: something is set wrong, and starting again changes nothing. */
    static final int MISCONFIGURED = 78;

    public static void main(String[] arguments) {
        CommandLine commandLine = new CommandLine(new Collector());
        commandLine.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof SettingException || failure instanceof DefinitionException) {
                return misconfigured(String.valueOf(failure.getMessage()));
            }
            throw failure;
        });
        System.exit(commandLine.execute(arguments));
    }

    static int misconfigured(String sentence) {
        System.err.println(sentence);
        return MISCONFIGURED;
    }

    private Collector() {}
}
