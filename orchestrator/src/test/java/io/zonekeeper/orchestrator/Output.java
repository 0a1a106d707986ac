package io.zonekeeper.orchestrator;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.orchestrator.command.CommandsUnderTest;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command ended with: exit code, standard output and standard error. */
public record Output(int code, String out, String err) {

    public static Output of(Environment environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = CommandsUnderTest.commandLine(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Output(code, out.toString(), err.toString());
    }
}
