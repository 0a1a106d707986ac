package io.zonekeeper.orchestrator.command;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.installation.Checks;
import io.zonekeeper.orchestrator.installation.Finding;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Looks at PostgreSQL, RabbitMQ, Redis and the master key, and says how to mend what is wrong.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private OutputOption output = new OutputOption();

    private final Environment environment;
    private final Clock clock;

    CheckCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new Checks(environment, clock).findings();
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(Json.MAPPER.writeValueAsString(findings));
        } else {
            findings.forEach(finding -> print(finding, out));
        }
        out.flush();
        return findings.stream().anyMatch(finding -> finding.state() == Finding.State.FAILED) ? Commands.FINDINGS : 0;
    }

    private static void print(Finding finding, PrintWriter out) {
        out.println("%-8s %-11s %s".formatted(finding.state().wireName(), finding.name(), finding.sentence()));
        if (finding.fix() != null) {
            out.println("%-8s %-11s -> %s".formatted("", "", finding.fix()));
        }
    }
}
