package io.zonekeeper.orchestrator.command;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.orchestrator.Orchestrator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = ServeCommand.NAME,
        description = "Schedules and dispatches jobs, serves the pages and the API.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    static final String NAME = "serve";

    private final Environment environment;

    ServeCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        return Orchestrator.serve(environment).orElse(Commands.RUNNING);
    }
}
