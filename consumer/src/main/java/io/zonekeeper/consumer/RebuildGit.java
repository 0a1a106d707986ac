package io.zonekeeper.consumer;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.consumer.archive.MaskingKeys;
import io.zonekeeper.consumer.git.GitHistory;
import io.zonekeeper.consumer.lifecycle.Stop;
import java.time.Clock;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import picocli.CommandLine.Command;

/** The command that makes the Git history anew. */
@Command(
        name = "rebuild-git",
        description = "Writes the Git history anew from PostgreSQL into an empty ZONEKEEPER_GIT_DIR.",
        mixinStandardHelpOptions = true)
final class RebuildGit implements Callable<Integer> {

    private final Environment environment;
    private final Clock clock;

    RebuildGit(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        ConsumerSettings settings = ConsumerSettings.read(environment, null);
        Stop stop = new Stop();
        return new Interruptible(stop).run(() -> rebuild(settings, stop));
    }

    private int rebuild(ConsumerSettings settings, Stop stop) {
        new Services(stop).awaitDatabase(settings.database());
        if (stop.isRequested()) {
            return 0;
        }
        try (ConfigurableApplicationContext context = ConsumerContext.start(settings.database())) {
            byte[] maskingKey = MaskingKeys.ensure(context.getBean(JdbcTemplate.class));
            GitHistory git = new GitHistory(context.getBean(DataSource.class), settings.git(), maskingKey, stop, clock);
            return git.rebuild() ? 0 : 1;
        }
    }
}
