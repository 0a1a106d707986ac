package io.zonekeeper.orchestrator.command;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.device.DeviceFilter;
import io.zonekeeper.orchestrator.imports.DeviceExport;
import io.zonekeeper.orchestrator.web.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
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
            ByteArrayOutputStream devices = new ByteArrayOutputStream();
            int written = export.write(Scope.all(), DeviceFilter.ALL, devices);
            PrintWriter out = spec.commandLine().getOut();
            out.print(devices.toString(StandardCharsets.UTF_8));
            out.flush();
            return written;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            return export.write(Scope.all(), DeviceFilter.ALL, out);
        } catch (IOException e) {
            throw Problem.unavailable("%s cannot be written (%s): name another file, or leave --file out."
                    .formatted(file, e.getClass().getSimpleName()));
        }
    }
}
