package io.zonekeeper.consumer;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.Setting;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.setting.SharedSettings;
import io.zonekeeper.consumer.git.GitSettings;
import io.zonekeeper.consumer.stream.ResultsLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The consumer's settings, read and checked. */
record ConsumerSettings(
        String redisUrl,
        Database database,
        List<String> streams,
        String consumer,
        Duration claimIdle,
        GitSettings git) {

    static final Setting CONSUMER = Setting.of(
            "ZONEKEEPER_CONSUMER",
            null,
            "Name in the consumer group, the same after a restart and unique among running consumers; without it consumer-<host name>.");
    static final Setting CLAIM_IDLE = Setting.of(
            "ZONEKEEPER_CLAIM_IDLE",
            "60s",
            "How long another consumer may hold a result before this one takes it over; longer than a batch takes.");
    static final Setting GIT_DIR = Setting.of(
            "ZONEKEEPER_GIT_DIR", "zonekeeper-git", "Folder of the bare Git repository, made if it is missing.");
    static final Setting GIT_REMOTE = Setting.of(
                    "ZONEKEEPER_GIT_REMOTE",
                    null,
                    "Where to push to: a path, file:// or https:// URL; without it nothing is pushed.")
            .asSecret();
    static final Setting GIT_RAW = Setting.of(
            "ZONEKEEPER_GIT_RAW", "false", "true: Git holds secrets in clear; else each is replaced by a keyed hash.");

    static final List<Setting> ALL = List.of(
            SharedSettings.REDIS_URL,
            SharedSettings.RESULTS_STREAM,
            SharedSettings.DATABASE_URL,
            SharedSettings.DATABASE_USER,
            SharedSettings.DATABASE_PASSWORD,
            CONSUMER,
            CLAIM_IDLE,
            GIT_DIR,
            GIT_REMOTE,
            GIT_RAW);

    private static final Pattern CONSUMER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    record Database(String url, String user, String password) {

        @Override
        public String toString() {
            return "Database[%s as %s]".formatted(url, user);
        }
    }

    /**
     * @param consumer as given on the command line, or null
     * @throws SettingException naming what is wrong
     */
    static ConsumerSettings read(Environment environment, @Nullable String consumer) {
        return new ConsumerSettings(
                environment.get(SharedSettings.REDIS_URL),
                database(environment),
                streams(environment),
                consumerName(environment, consumer),
                claimIdle(environment),
                new GitSettings(
                        gitDirectory(environment),
                        environment.find(GIT_REMOTE).orElse(null),
                        environment.flag(GIT_RAW)));
    }

    ResultsLoop.Settings loop(int batch) {
        return new ResultsLoop.Settings(streams, consumer, batch, claimIdle);
    }

    private static Database database(Environment environment) {
        String url = environment.get(SharedSettings.DATABASE_URL);
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new SettingException("%s is \"%s\": write jdbc:postgresql://host:port/database."
                    .formatted(SharedSettings.DATABASE_URL.name(), url));
        }
        return new Database(
                url,
                environment.get(SharedSettings.DATABASE_USER),
                environment.find(SharedSettings.DATABASE_PASSWORD).orElse(""));
    }

    private static List<String> streams(Environment environment) {
        String value = environment.get(SharedSettings.RESULTS_STREAM);
        List<String> streams = Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(stream -> !stream.isEmpty())
                .distinct()
                .toList();
        if (streams.isEmpty()) {
            throw new SettingException("%s is \"%s\": write one or more names of streams with commas between."
                    .formatted(SharedSettings.RESULTS_STREAM.name(), value));
        }
        return streams;
    }

    private static String consumerName(Environment environment, @Nullable String given) {
        String name = Optional.ofNullable(given)
                .or(() -> environment.find(CONSUMER))
                .orElseGet(() -> "consumer-" + hostName());
        if (!CONSUMER_NAME.matcher(name).matches()) {
            throw new SettingException(
                    "The consumer's name is \"%s\": use 1 to 128 letters, digits, dots, underscores and hyphens (--consumer or %s)."
                            .formatted(name, CONSUMER.name()));
        }
        return name;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new SettingException(
                    "This host does not know its own name, so the consumer needs one: set %s or --consumer."
                            .formatted(CONSUMER.name()),
                    e);
        }
    }

    private static Duration claimIdle(Environment environment) {
        Duration idle = environment.duration(CLAIM_IDLE);
        if (idle.toMillis() < 1) {
            throw new SettingException("%s is \"%s\": write a duration above zero."
                    .formatted(CLAIM_IDLE.name(), environment.get(CLAIM_IDLE)));
        }
        return idle;
    }

    private static Path gitDirectory(Environment environment) {
        String value = environment.get(GIT_DIR);
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new SettingException("%s is \"%s\", which is no path.".formatted(GIT_DIR.name(), value), e);
        }
    }
}
