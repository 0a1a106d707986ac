package io.zonekeeper.orchestrator.command;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.orchestrator.device.DeviceExport;
import io.zonekeeper.orchestrator.web.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = "Writes the devices as CSV, without secrets, in the form an import reads.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--file", paramLabel = "FILE", description = "Where to; without it standard output.")
    private @Nullable Path file;

    private final Environment environment;
    private final Clock clock;

    ExportCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        try (CommandContext context = CommandContext.open(environment, clock)) {
            int written = write(context.bean(DeviceExport.class));
            spec.commandLine().getErr().println("Devices written: %d.".formatted(written));
        }
        return 0;
    }

    private int write(DeviceExport export) throws IOException {
        if (file == null) {
            PrintWriter out = spec.commandLine().getOut();
            int written = export.write(out);
            out.flush();
            return written;
        }
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            return export.write(out);
        } catch (IOException e) {
            throw Problem.unavailable("%s cannot be written (%s): name another file, or leave --file out."
                    .formatted(file, e.getClass().getSimpleName()));
        }
    }
}
