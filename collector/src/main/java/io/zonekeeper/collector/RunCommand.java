package io.zonekeeper.collector;

import io.zonekeeper.collector.plugin.Platforms;
import io.zonekeeper.collector.plugin.WatchedPlatforms;
import io.zonekeeper.collector.run.Visits;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.common.wire.GroupName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code run}: takes the jobs of its groups until it is told to end. */
@Command(
        name = "run",
        description = "Takes the jobs of collector groups until it is told to end (SIGTERM: finishes what runs first).",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {

    static final int DEFAULT_SLOTS = 50;

    /** How often the operator's definitions are looked at. */
    private static final Duration PLATFORMS_PERIOD = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    @Option(
            names = "--group",
            required = true,
            split = ",",
            paramLabel = "NAME",
            converter = GroupNames.class,
            description = "Groups to take jobs of, as in the UI; several with commas.")
    private List<GroupName> groups = List.of();

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Jobs at once, shared evenly by the groups; by default " + DEFAULT_SLOTS + ".")
    private int slots = DEFAULT_SLOTS;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description = "Name of this collector, unique among those that run; by default made up.")
    private @Nullable String instance;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        TestSwitch.enable(System.getenv()).ifPresent(log::error);
        CollectorSettings settings =
                CollectorSettings.read(Environment.ofProcess(), groups, slots, Optional.ofNullable(instance));
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        Clock clock = Clock.systemUTC();
        WatchedPlatforms watched = settings.platformsDirectory()
                .map(directory -> new WatchedPlatforms(directory, PLATFORMS_PERIOD))
                .orElse(null);
        CollectorProcess.Abilities abilities = abilities(watched, Visits.overNetwork(clock));
        try (watched;
                CollectorProcess process = new CollectorProcess(settings, abilities, clock)) {
            Signals.onEnd(() -> ending.complete(new Ending.Asked()));
            process.misconfigured().thenAccept(sentence -> ending.complete(new Ending.Misconfigured(sentence)));
            process.start();
            return switch (ending.get()) {
                case Ending.Misconfigured(String sentence) -> Collector.misconfigured(sentence);
                case Ending.Asked _ -> !TestSwitch.NO_DRAIN.isOn() && process.drain() ? 0 : 1;
            };
        }
    }

    private static CollectorProcess.Abilities abilities(@Nullable WatchedPlatforms watched, Visits visits) {
        if (watched != null) {
            return new CollectorProcess.Abilities(watched::find, watched::announced, visits);
        }
        Platforms platforms = Platforms.builtIn();
        return new CollectorProcess.Abilities(platforms::find, platforms::announced, visits);
    }

    private sealed interface Ending {

        record Asked() implements Ending {}

        record Misconfigured(String sentence) implements Ending {}
    }

    private static final class GroupNames implements ITypeConverter<GroupName> {

        @Override
        public GroupName convert(String value) {
            try {
                return new GroupName(value.strip());
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
