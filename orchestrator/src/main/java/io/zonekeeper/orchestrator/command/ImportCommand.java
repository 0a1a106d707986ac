package io.zonekeeper.orchestrator.command;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.imports.DeviceImport;
import io.zonekeeper.orchestrator.imports.ImportFormat;
import io.zonekeeper.orchestrator.imports.ImportParameters;
import io.zonekeeper.orchestrator.imports.ImportReport;
import io.zonekeeper.orchestrator.imports.ImportRequest;
import io.zonekeeper.orchestrator.web.Problem;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = {
            "Brings devices in from a file: what is new is added, what differs is changed, what its source does not list is flagged.",
            "Nothing is done while a row has an error, or if so many devices would be gone that the file looks like a part."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "CSV with a header, or a router.db; - for standard input.")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            required = true,
            description = "What the file is a list of. A device of this source that is not in it is flagged as gone.")
    @SuppressWarnings("NullAway.Init")
    private String source;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "csv",
            completionCandidates = Formats.class,
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String format;

    @Option(names = "--dry-run", description = "Says what would become of the devices, and changes nothing.")
    private boolean dryRun;

    @Option(names = "--skip-errors", description = "Leaves rows with errors out; nothing is flagged as gone then.")
    private boolean skipErrors;

    @Option(
            names = "--confirm-gone",
            paramLabel = "N",
            description = "How many devices may be flagged as gone, where they are so many that it is asked.")
    private @Nullable Integer confirmGone;

    @Option(names = "--group", paramLabel = "NAME", description = "The group of new devices whose row names none.")
    private String group = "";

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            description = "The platform of new devices whose row names none.")
    private String platform = "";

    @Option(
            names = "--credential",
            paramLabel = "NAME",
            description = "The credential of devices whose row names none.")
    private String credential = "";

    @Option(
            names = "--column",
            paramLabel = "FIELD=COLUMN",
            description = "Which column holds a field, by its name or its number from 1; may be repeated.")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(
            names = "--delimiter",
            paramLabel = "TEXT",
            description = "Between the columns of a router.db (default: a colon).")
    private @Nullable String delimiter;

    @Mixin
    private OutputOption output = new OutputOption();

    private final Environment environment;
    private final Clock clock;

    ImportCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        byte[] bytes = InputFile.read("FILE", file);
        ImportFormat known = format();
        try (CommandContext context = CommandContext.open(environment, clock)) {
            DeviceImport imports = context.bean(DeviceImport.class);
            ImportRequest first = request(bytes, known, true, null);
            ImportReport seen = imports.run(CommandContext.WHO, Scope.all(), first);
            boolean heldBack = seen.lacksSkipErrors(first) || seen.lacksConfirmation(first);
            if (dryRun) {
                print(seen);
                return heldBack ? Commands.FINDINGS : 0;
            }
            if (heldBack) {
                print(seen);
                spec.commandLine().getErr().println(reason(seen, first));
                return ExitCode.SOFTWARE;
            }
            ImportReport done =
                    imports.run(CommandContext.WHO, Scope.all(), request(bytes, known, false, seen.digest()));
            print(done);
            return done.counts().errors() > 0 ? ExitCode.SOFTWARE : 0;
        }
    }

    private ImportFormat format() {
        try {
            return ImportFormat.require(format);
        } catch (Problem problem) {
            throw new Commands.ArgumentException("--" + problem.detail());
        }
    }

    private ImportRequest request(byte[] bytes, ImportFormat known, boolean dry, @Nullable String expected) {
        Map<String, String> defaults =
                ImportParameters.defaults(Map.of("group", group, "platform", platform, "credential", credential));
        return new ImportRequest(
                bytes, known, source, columns, delimiter, defaults, dry, skipErrors, confirmGone, expected);
    }

    private static String reason(ImportReport report, ImportRequest request) {
        return report.lacksSkipErrors(request)
                ? "Nothing is changed, since %d rows have errors: correct them, or leave them out with --skip-errors."
                        .formatted(report.counts().errors())
                : "Nothing is changed, since %d devices of source %s are not in the file, which looks like a part of it: to flag them as gone all the same, add --confirm-gone %d."
                        .formatted(
                                report.counts().gone(),
                                report.source(),
                                report.counts().gone());
    }

    private void print(ImportReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(Json.MAPPER.writeValueAsString(report));
        } else {
            report.created()
                    .forEach(each -> line("new", each.group() + "/" + each.name(), each.address(), each.platform()));
            report.changed()
                    .forEach(each -> each.fields()
                            .forEach(field -> line(
                                    "changed",
                                    each.group() + "/" + each.name(),
                                    field.field(),
                                    "%s -> %s".formatted(field.before(), field.after()))));
            report.gone().forEach(each -> line("gone", each.group() + "/" + each.name()));
            report.errors()
                    .forEach(each -> line(
                            "error",
                            each.column() == null
                                    ? "line %d".formatted(each.line())
                                    : "line %d, %s".formatted(each.line(), each.column()),
                            each.message()));
        }
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        report.notes().forEach(err::println);
        ImportReport.Counts counts = report.counts();
        err.println("%s: %d new, %d changed, %d unchanged, %d gone, %d with errors."
                .formatted(
                        report.applied() ? "Imported" : "Would be imported",
                        counts.created(),
                        counts.changed(),
                        counts.unchanged(),
                        counts.gone(),
                        counts.errors()));
    }

    private void line(String what, String... columns) {
        spec.commandLine().getOut().println("%-8s %s".formatted(what, String.join("  ", columns)));
    }

    /** What completion offers. */
    static final class Formats implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ImportFormat.values())
                    .map(ImportFormat::wireName)
                    .iterator();
        }
    }
}
