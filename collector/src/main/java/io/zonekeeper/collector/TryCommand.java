package io.zonekeeper.collector;

import io.zonekeeper.collector.plugin.BackupPlugin;
import io.zonekeeper.collector.plugin.Collected;
import io.zonekeeper.collector.plugin.Platforms;
import io.zonekeeper.collector.run.DeviceVisit;
import io.zonekeeper.collector.run.Visits;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.platform.DefinitionFile;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.Setting;
import io.zonekeeper.common.setting.SettingException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code try}: one backup without broker and Redis, by the way a job takes. The configuration alone on standard output and exit
 * 0; or the failure's kind as the last line on standard error and exit 1.
 */
@Command(
        name = "try",
        description =
                "Backs up one device here and now, without RabbitMQ and Redis. The configuration alone goes to standard"
                        + " output, the log to standard error. Exit 0, or 1 with the kind of the failure as the last line.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class TryCommand implements Callable<Integer> {

    static final Setting PASSWORD =
            Setting.of("ZONEKEEPER_PASSWORD", null, "Login password of try.").asSecret();

    private static final Logger log = LoggerFactory.getLogger(TryCommand.class);
    private static final Duration GRACE = Limits.DEFAULT.hard().minus(Limits.DEFAULT.soft());

    private final Environment environment;
    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--platform",
            paramLabel = "P",
            description = "Key of the platform, or the name Oxidized, Netmiko or NAPALM use; see collector platforms."
                    + " Needed unless --definition is given.")
    private @Nullable String platform;

    @Option(
            names = "--definition",
            paramLabel = "F",
            description = "File with a platform definition, used besides the others; by default its platform is tried.")
    private @Nullable Path definitionFile;

    @Option(
            names = "--transcript",
            paramLabel = "F",
            description = "File the dialogue is written to, known secrets masked, whatever comes of it.")
    private @Nullable Path transcriptFile;

    @Option(names = "--address", required = true, paramLabel = "A", description = "Host name or IP address.")
    private String address = "";

    @Option(
            names = "--transport",
            paramLabel = "T",
            description =
                    "One of those the platform's definition names: ssh-shell, ssh-exec or telnet; by default its first.")
    private @Nullable String transport;

    @Option(
            names = "--legacy-algorithms",
            description = "Offers old SSH algorithms too, for a device that knows no others.")
    private boolean legacyAlgorithms;

    @Option(names = "--port", paramLabel = "N", description = "By default the platform's.")
    private int port;

    @Option(names = "--username", required = true, paramLabel = "U", description = "Login name.")
    private String username = "";

    @Option(
            names = "--password-file",
            paramLabel = "F",
            description = "File with the login password; by default ZONEKEEPER_PASSWORD.")
    private @Nullable Path passwordFile;

    @Option(names = "--key-file", paramLabel = "F", description = "File with a private key, OpenSSH or PEM.")
    private @Nullable Path keyFile;

    @Option(names = "--passphrase-file", paramLabel = "F", description = "File with the passphrase of that key.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--enable-password-file",
            paramLabel = "F",
            description = "File with the password for enable; by default the login password.")
    private @Nullable Path enablePasswordFile;

    @Option(
            names = "--timeout",
            paramLabel = "D",
            converter = Timeout.class,
            description = "How long it may take, such as 30s or 2m; by default 4m.")
    private Duration timeout = Limits.DEFAULT.soft();

    @Spec
    private @Nullable CommandSpec spec;

    TryCommand() {
        this(Environment.ofProcess(), System.out, System.err);
    }

    TryCommand(Environment environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        DeviceAccess access = access();
        DefinitionFile definition = definitionFile == null ? null : PlatformsCommand.definition(definitionFile);
        Platforms platforms = definition == null
                ? PlatformsCommand.platforms(environment)
                : PlatformsCommand.platforms(environment, definition);
        String name = name(definition);
        Optional<BackupPlugin> plugin = platforms.find(name);
        if (plugin.isEmpty()) {
            return failed(FailureKind.UNSUPPORTED, NearKeys.unknown(name, PlatformsCommand.list(platforms)));
        }
        Limits limits = new Limits(timeout, timeout.plus(GRACE), Limits.DEFAULT.bytes());
        try (Visits visits = Visits.overNetwork(Clock.systemUTC());
                DeviceVisit visit = visits.begin(name, access, parameters(), limits, this::print)) {
            int exit = backup(name, plugin.get(), visit);
            return writeTranscript(visit) ? exit : 1;
        }
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new HashMap<>();
        if (transport != null) {
            parameters.put("transport", transport);
        }
        if (legacyAlgorithms) {
            parameters.put("legacy_algorithms", "true");
        }
        return parameters;
    }

    private String name(@Nullable DefinitionFile definition) {
        if (platform != null) {
            return platform;
        }
        if (definition != null) {
            return definition.key();
        }
        throw usage("Neither --platform nor --definition says which platform to try: give one of them.", null);
    }

    private boolean writeTranscript(DeviceVisit visit) {
        if (transcriptFile == null) {
            return true;
        }
        try {
            Files.writeString(transcriptFile, visit.transcript().orElse(""));
            return true;
        } catch (IOException e) {
            failed(
                    FailureKind.INTERNAL,
                    "--transcript names the file %s, which cannot be written (%s)."
                            .formatted(transcriptFile, e.getClass().getSimpleName()));
            return false;
        }
    }

    private int backup(String name, BackupPlugin plugin, DeviceVisit visit) {
        try {
            Collected collected = plugin.backup(visit);
            collected.content().writeTo(out);
            out.flush();
            if (out.checkError()) {
                return failed(FailureKind.INTERNAL, "The configuration could not be written to standard output.");
            }
            return 0;
        } catch (IOException e) {
            return failed(FailureKind.INTERNAL, "The configuration could not be written to standard output.");
        } catch (SessionException e) {
            SessionException judged = visit.judged(e);
            visit.transcript().ifPresent(this::printTranscript);
            return failed(judged.kind(), judged.getMessage());
        } catch (RuntimeException e) {
            log.error("The plugin of platform {} failed.", name, e);
            return failed(FailureKind.INTERNAL, "A fault of the collector (%s).".formatted(e));
        }
    }

    private int failed(FailureKind kind, @Nullable String sentence) {
        err.println(sentence);
        err.println(kind);
        err.flush();
        return 1;
    }

    private void print(LogEntry entry) {
        err.printf(
                "%s %s %s: %s%n",
                entry.timestamp().truncatedTo(ChronoUnit.MILLIS), entry.severity(), entry.source(), entry.message());
    }

    private void printTranscript(String transcript) {
        err.println("The dialogue:");
        transcript.lines().forEach(line -> err.println("  | " + line));
    }

    /** Its host key is accepted whatever it is: there is nobody to ask. */
    private DeviceAccess access() {
        String password =
                passwordFile == null ? environment.find(PASSWORD).orElse(null) : line("--password-file", passwordFile);
        return new DeviceAccess(
                address,
                port,
                null,
                username,
                password,
                keyFile == null ? null : content("--key-file", keyFile),
                passphraseFile == null ? null : line("--passphrase-file", passphraseFile),
                enablePasswordFile == null ? null : line("--enable-password-file", enablePasswordFile));
    }

    /** Without the line end an editor leaves. */
    private String line(String option, Path file) {
        String content = content(option, file);
        int end = content.length();
        while (end > 0 && (content.charAt(end - 1) == '\n' || content.charAt(end - 1) == '\r')) {
            end--;
        }
        return content.substring(0, end);
    }

    private String content(String option, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw usage(
                    "%s names the file %s, which cannot be read (%s)."
                            .formatted(option, file, e.getClass().getSimpleName()),
                    e);
        }
    }

    private RuntimeException usage(String sentence, @Nullable Throwable cause) {
        if (spec != null) {
            return new ParameterException(spec.commandLine(), sentence, cause);
        }
        return cause == null ? new SettingException(sentence) : new SettingException(sentence, cause);
    }

    private static final class Timeout implements ITypeConverter<Duration> {

        private static final Duration LONGEST = Limits.LONGEST.minus(GRACE);

        @Override
        public Duration convert(String value) {
            try {
                Duration timeout = new Environment(Map.of("--timeout", value))
                        .duration(Setting.of("--timeout", value, "How long it may take."));
                if (timeout.isPositive() && timeout.compareTo(LONGEST) <= 0) {
                    return timeout;
                }
                throw new TypeConversionException("--timeout is \"%s\": write a duration from 1ms to %d s."
                        .formatted(value, LONGEST.toSeconds()));
            } catch (SettingException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
