package io.zonekeeper.consumer;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.consumer.archive.Archive;
import io.zonekeeper.consumer.archive.BatchReport;
import io.zonekeeper.consumer.archive.MaskingKeys;
import io.zonekeeper.consumer.git.GitHistory;
import io.zonekeeper.consumer.lifecycle.Stop;
import io.zonekeeper.consumer.stream.ResultsLoop;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import redis.clients.jedis.RedisClient;

/** The command that does the consumer's work. */
@Command(
        name = "consume-device-results",
        aliases = "consume_device_results",
        description = "Takes results off the Redis streams into PostgreSQL and Git.",
        mixinStandardHelpOptions = true)
final class ConsumeDeviceResults implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(ConsumeDeviceResults.class);
    private static final int LARGEST_BATCH = 10_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--once", description = "End when nothing is left to take.")
    private boolean once;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "500",
            description = "Results in one transaction at most (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--consumer",
            paramLabel = "NAME",
            description =
                    "Stable name in the consumer group, unique among running consumers (default: ZONEKEEPER_CONSUMER, "
                            + "else consumer-<host name>).")
    private @Nullable String consumer;

    private final Environment environment;
    private final Clock clock;

    ConsumeDeviceResults(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw new ParameterException(
                    spec.commandLine(), "--batch is %d: write 1 to %d.".formatted(batch, LARGEST_BATCH));
        }
        TestSwitch.enable(System.getenv()).ifPresent(log::error);
        ConsumerSettings settings = ConsumerSettings.read(environment, consumer);
        Stop stop = new Stop();
        return new Interruptible(stop).run(() -> consume(settings, stop));
    }

    private int consume(ConsumerSettings settings, Stop stop) {
        Services services = new Services(stop);
        services.awaitDatabase(settings.database());
        try (RedisClient redis = services.awaitRedis(settings.redisUrl())) {
            if (stop.isRequested()) {
                return 0;
            }
            try (ConfigurableApplicationContext context = ConsumerContext.start(settings.database())) {
                return consume(settings, stop, redis, context);
            }
        }
    }

    private int consume(
            ConsumerSettings settings, Stop stop, RedisClient redis, ConfigurableApplicationContext context) {
        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
        TransactionOperations transaction = context.getBean(TransactionTemplate.class);
        byte[] maskingKey = MaskingKeys.ensure(jdbc);
        GitHistory git = new GitHistory(context.getBean(DataSource.class), settings.git(), maskingKey, stop, clock);
        Archive archive = new Archive(jdbc, transaction, maskingKey);
        ResultsLoop loop = new ResultsLoop(redis, archive, settings.loop(batch), git::wake, stop, clock);
        log.info("Consumer {} takes results off {}.", settings.consumer(), String.join(", ", settings.streams()));
        if (once) {
            BatchReport report = loop.drain();
            boolean written = git.drain();
            log.info(
                    "{} results stored, {} of them changed, {} known already, {} into the quarantine.",
                    report.stored(),
                    report.changed(),
                    report.known(),
                    report.quarantined());
            return written ? 0 : 1;
        }
        return consumeUntilStopped(loop, git, stop);
    }

    /** If either of the two threads ends by an error, so does the process: whoever supervises it starts a whole one. */
    private static int consumeUntilStopped(ResultsLoop loop, GitHistory git, Stop stop) {
        AtomicBoolean broken = new AtomicBoolean();
        Thread writer = Thread.ofPlatform()
                .name("git")
                .uncaughtExceptionHandler((_, e) -> {
                    log.error("The writer of the Git history has failed.", e);
                    broken.set(true);
                    stop.request();
                })
                .start(git::run);
        try {
            loop.run();
        } finally {
            stop.request();
            join(writer);
        }
        log.info("Stopped after the last batch.");
        return broken.get() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private static void join(Thread writer) {
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
