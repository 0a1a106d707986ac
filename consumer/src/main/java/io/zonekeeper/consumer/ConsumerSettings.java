package io.zonekeeper.consumer;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.Setting;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.setting.SharedSettings;
import io.zonekeeper.consumer.git.GitSettings;
import io.zonekeeper.consumer.stream.ResultsLoop;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;
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
            "30s",
            "How long another consumer may hold a result before this one takes it over; longer than a batch takes.");
    static final Setting GIT_DIR = Setting.of(
            "ZONEKEEPER_GIT_DIR", "zonekeeper-git", "Folder of the bare Git repository, made if it is missing.");
    static final Setting GIT_REMOTE = Setting.of(
                    "ZONEKEEPER_GIT_REMOTE",
                    null,
                    "Where to push to: a path, a file://, https:// or ssh:// URL or user@host:path; without it nothing is pushed.")
            .asSecret();
    static final Setting GIT_SSH_DIR = Setting.of(
            "ZONEKEEPER_GIT_SSH_DIR",
            null,
            "Folder with the private key (id_ed25519, id_ecdsa or id_rsa, without passphrase) and known_hosts for a remote by SSH; without it .ssh in the home folder.");
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
            GIT_SSH_DIR,
            GIT_RAW);

    private static final Set<String> SCHEMES = Set.of("file", "http", "https", "ssh");
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
                        path(GIT_DIR, environment.get(GIT_DIR)),
                        gitRemote(environment),
                        sshDirectory(environment),
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

    /** What is wrong is told without the value, which may hold a password. */
    private static @Nullable String gitRemote(Environment environment) {
        String url = environment.find(GIT_REMOTE).orElse(null);
        if (url != null && !isRemote(url)) {
            throw new SettingException(
                    "%s is no address Git can push to: write a path, file:///path, https://host/path, ssh://user@host/path or user@host:path."
                            .formatted(GIT_REMOTE.name()));
        }
        return url;
    }

    private static boolean isRemote(String url) {
        try {
            URIish parsed = new URIish(url);
            String scheme = parsed.getScheme();
            return !url.contains("://") || scheme != null && SCHEMES.contains(scheme) && isComplete(parsed);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isComplete(URIish parsed) {
        return "file".equals(parsed.getScheme())
                || parsed.getHost() != null && !parsed.getHost().isEmpty();
    }

    private static Path sshDirectory(Environment environment) {
        return path(GIT_SSH_DIR, environment.find(GIT_SSH_DIR).orElse(System.getProperty("user.home", "") + "/.ssh"));
    }

    private static Path path(Setting setting, String value) {
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new SettingException("%s is \"%s\", which is no path.".formatted(setting.name(), value), e);
        }
    }
}
