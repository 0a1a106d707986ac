package io.zonekeeper.consumer;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes results to PostgreSQL and keeps the Git history. */
@Command(
        name = "zonekeeper-consumer",
        description = "Writes results to PostgreSQL and keeps the Git history.",
        mixinStandardHelpOptions = true,
        versionProvider = Consumer.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Consumer implements Runnable {

    /** {@code EX_CONFIG} of sysexits.h: starting again changes nothing until somebody changes a setting. */
    static final int BAD_CONFIGURATION = 78;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See --help.");
    }

    public static void main(String[] args) {
        System.exit(commandLine(Environment.ofProcess()).execute(args));
    }

    static CommandLine commandLine(Environment environment) {
        Clock clock = Clock.systemUTC();
        return new CommandLine(new Consumer())
                .addSubcommand(new ConsumeDeviceResults(environment, clock))
                .addSubcommand(new RebuildGit(environment, clock))
                .setExecutionExceptionHandler((e, command, _) -> {
                    int code = exitCode(e);
                    command.getErr().println(e.getMessage());
                    return code;
                });
    }

    private static int exitCode(Exception e) throws Exception {
        return switch (e) {
            case SettingException _ -> BAD_CONFIGURATION;
            case ConsumerContext.StartException _ -> CommandLine.ExitCode.SOFTWARE;
            default -> throw e;
        };
    }

    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Consumer.class.getPackage().getImplementationVersion();
            return new String[] {"zonekeeper-consumer " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
