package io.zonekeeper.orchestrator.command;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.orchestrator.OrchestratorSettings;
import io.zonekeeper.orchestrator.credential.MasterKey;
import io.zonekeeper.orchestrator.credential.MasterKeyRotation;
import io.zonekeeper.orchestrator.web.Problem;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "rotate-master-key",
        description = {
            "Seals all credentials anew, from the master key in ZONEKEEPER_MASTER_KEY to another one.",
            "All orchestrators are stopped meanwhile, and started with the new key after it.",
            "It may be interrupted and repeated: it is done as a whole or not at all."
        },
        mixinStandardHelpOptions = true)
final class RotateMasterKeyCommand implements Callable<Integer> {

    private static final String NEW_KEY_FILE = "--new-key-file";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = NEW_KEY_FILE,
            paramLabel = "FILE",
            required = true,
            description = "File with the new key, as \"openssl rand -base64 32\" makes one; - for standard input.")
    @SuppressWarnings("NullAway.Init")
    private String newKeyFile;

    private final Environment environment;
    private final Clock clock;

    RotateMasterKeyCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        MasterKey from = MasterKey.read(environment);
        MasterKey to = MasterKey.parse("The key in " + newKeyFile, Secret.read(NEW_KEY_FILE, newKeyFile));
        PrintWriter err = spec.commandLine().getErr();
        try (CommandContext context = CommandContext.open(environment, clock)) {
            refuseWhileOneRuns(context.bean(JdbcClient.class));
            switch (context.bean(MasterKeyRotation.class).rotate(from, to)) {
                case MasterKeyRotation.Outcome.Rotated rotated ->
                    err.println("%d credentials are sealed under the new key: start with it as %s from now on."
                            .formatted(rotated.credentials(), OrchestratorSettings.MASTER_KEY.name()));
                case MasterKeyRotation.Outcome.WasDone _ ->
                    err.println("The credentials are sealed under the new key already: start with it as %s."
                            .formatted(OrchestratorSettings.MASTER_KEY.name()));
            }
        }
        return 0;
    }

    /** It would go on with the old key, and cancel the jobs whose credentials it cannot open. */
    private static void refuseWhileOneRuns(JdbcClient jdbc) {
        int connections = jdbc.sql("""
                select count(*) from pg_stat_activity
                where datname = current_database() and application_name = :application
                """)
                .param("application", OrchestratorSettings.APPLICATION)
                .query(Integer.class)
                .single();
        if (connections > 0) {
            throw Problem.conflict(
                    "An orchestrator is running (%d connections to the database): stop it, rotate, and start it with the new key."
                            .formatted(connections));
        }
    }
}
