package io.zonekeeper.orchestrator.installation;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks at all an installation stands on, each thing by a connection of its own that lives as long as the look. Needs none of them
 * to be there. Thread-safe; whoever asks within two seconds gets the same findings.
 */
@Component
public class Checks {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Environment environment;
    private final Clock clock;
    private @Nullable Look last;

    public Checks(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    private record Look(Instant at, List<Finding> findings) {}

    /** PostgreSQL, RabbitMQ, Redis and the master key; takes some seconds at most if nothing answers. */
    public synchronized List<Finding> findings() {
        Instant now = clock.instant();
        if (last == null || Duration.between(last.at, now).abs().compareTo(FRESH) >= 0) {
            last = new Look(now, look());
        }
        return last.findings;
    }

    private List<Finding> look() {
        List<Supplier<Finding>> checks = List.of(
                guarded(DatabaseCheck.NAME, new DatabaseCheck(environment)::look),
                guarded(BrokerCheck.NAME, new BrokerCheck(environment)::look),
                guarded(RedisCheck.NAME, new RedisCheck(environment)::look),
                guarded(MasterKeyFinding.NAME, new MasterKeyFinding(environment, clock)::look));
        List<Future<Finding>> looks;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            looks = checks.stream().map(check -> threads.submit(check::get)).toList();
        }
        return looks.stream().map(Future::resultNow).toList();
    }

    /** A setting that cannot be read is a finding too. */
    private static Supplier<Finding> guarded(String name, Supplier<Finding> check) {
        return () -> {
            try {
                return check.get();
            } catch (SettingException wrong) {
                return Finding.failed(name, String.valueOf(wrong.getMessage()), "Correct the setting.");
            }
        };
    }
}
