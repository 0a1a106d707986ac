package io.zonekeeper.orchestrator.command;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.orchestrator.DatabaseStart;
import io.zonekeeper.orchestrator.installation.Migrations;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "migrate",
        description = "Brings the tables of the database to this release, as every process does at its start.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--dry-run", description = "Only names what is still to be applied.")
    private boolean dryRun;

    @Option(names = "--wait", description = "Waits for a database that does not answer yet.")
    private boolean wait;

    private final Environment environment;

    MigrateCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (wait) {
            DatabaseStart.await(environment);
        }
        CommandContext.requireDatabase(environment);
        Migrations migrations = new Migrations(environment);
        List<String> pending = migrations.pending();
        pending.forEach(spec.commandLine().getOut()::println);
        if (!dryRun) {
            spec.commandLine().getErr().println("Migrations applied: %d.".formatted(migrations.apply()));
        }
        return 0;
    }
}
