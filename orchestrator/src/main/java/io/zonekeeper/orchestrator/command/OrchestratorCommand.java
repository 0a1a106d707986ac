package io.zonekeeper.orchestrator.command;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.orchestrator.Orchestrator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program without a command: it serves. */
@Command(
        name = OrchestratorCommand.NAME,
        description = {
            "Schedules and dispatches jobs, serves the pages and the API.",
            "Settings are environment variables; without a command it serves."
        },
        mixinStandardHelpOptions = true,
        versionProvider = OrchestratorCommand.Version.class,
        synopsisSubcommandLabel = "[COMMAND]",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:not done, for the reason given",
            "2:wrong arguments",
            "3:check has found something that does not work, or a dry run something that holds an import back",
            "69:something that is needed does not answer",
            "78:a setting is missing or wrong"
        })
final class OrchestratorCommand implements Callable<Integer> {

    static final String NAME = "zonekeeper-orchestrator";

    private final Environment environment;

    OrchestratorCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        return Orchestrator.serve(environment).orElse(Commands.RUNNING);
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Orchestrator.class.getPackage().getImplementationVersion();
            return new String[] {NAME + " " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
