package io.zonekeeper.collector;

import io.zonekeeper.collector.intake.AmqpAddress;
import io.zonekeeper.common.seal.Keyring;
import io.zonekeeper.common.seal.SealException;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.Setting;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.setting.SharedSettings;
import io.zonekeeper.common.wire.GroupName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What a collector is started with. {@link #toString()} shows no secret.
 *
 * @param slots jobs at once, at least one for each group
 * @param platformsDirectory where operators drop platform definitions; empty if there is none
 * @param sessionMemory bytes all open sessions may hold together
 */
record CollectorSettings(
        List<GroupName> groups,
        int slots,
        String instance,
        AmqpAddress amqp,
        String redisUrl,
        String resultsStream,
        Keyring keyring,
        Optional<Path> platformsDirectory,
        long streamHighWater,
        long sessionMemory) {

    static final Setting GROUP_KEYS = Setting.of(
                    "ZONEKEEPER_GROUP_KEYS",
                    null,
                    "The private keys of the groups, one group=key line each; as a file readable by its owner alone.")
            .asSecret();

    static final Setting INSTANCE = Setting.of(
            "ZONEKEEPER_INSTANCE",
            null,
            "Name of this collector, unique among those that run; by default made of host, process id and chance.");

    static final Setting PLATFORMS_DIR = Setting.of(
            "ZONEKEEPER_PLATFORMS_DIR", null, "Directory with platform definitions beside those that come along.");

    static final Setting STREAM_HIGH_WATER = Setting.of(
            "ZONEKEEPER_STREAM_HIGH_WATER",
            "20000",
            "No job is taken while the results stream holds more entries than this.");

    static final Setting SESSION_MEMORY = Setting.of(
            "ZONEKEEPER_SESSION_MEMORY",
            null,
            "Bytes all open sessions may hold together; by default a quarter of the largest heap.");

    /** All of this process, for its table. */
    static final List<Setting> ALL = List.of(
            SharedSettings.AMQP_URL,
            SharedSettings.REDIS_URL,
            SharedSettings.RESULTS_STREAM,
            GROUP_KEYS,
            INSTANCE,
            PLATFORMS_DIR,
            STREAM_HIGH_WATER,
            SESSION_MEMORY);

    static final int MOST_SLOTS = 2_000;

    private static final long LEAST_SESSION_MEMORY = 1024 * 1024;
    private static final Pattern INSTANCE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    CollectorSettings {
        groups = List.copyOf(groups);
    }

    /**
     * @param instance as given on the command line, before the environment
     * @throws SettingException with a sentence for the user
     */
    static CollectorSettings read(
            Environment environment, List<GroupName> groups, int slots, Optional<String> instance) {
        if (slots < groups.size() || slots > MOST_SLOTS) {
            throw new SettingException("--slots is %d: write a number from %d, one for each group, to %d."
                    .formatted(slots, groups.size(), MOST_SLOTS));
        }
        return new CollectorSettings(
                groups.stream().distinct().toList(),
                slots,
                instanceName(instance.or(() -> environment.find(INSTANCE))),
                AmqpAddress.parse(environment.get(SharedSettings.AMQP_URL)),
                environment.get(SharedSettings.REDIS_URL),
                environment.get(SharedSettings.RESULTS_STREAM),
                keyring(environment, groups),
                environment.find(PLATFORMS_DIR).map(Path::of),
                environment.number(STREAM_HIGH_WATER, 1, Integer.MAX_VALUE),
                environment.find(SESSION_MEMORY).isPresent()
                        ? environment.number(SESSION_MEMORY, LEAST_SESSION_MEMORY, Long.MAX_VALUE)
                        : Math.max(LEAST_SESSION_MEMORY, Runtime.getRuntime().maxMemory() / 4));
    }

    private static Keyring keyring(Environment environment, List<GroupName> groups) {
        environment
                .find(Setting.of(GROUP_KEYS.name() + "_FILE", null, ""))
                .ifPresent(CollectorSettings::requirePrivate);
        Keyring keyring;
        try {
            keyring = Keyring.parse(environment.get(GROUP_KEYS));
        } catch (SealException e) {
            throw new SettingException("%s: %s".formatted(GROUP_KEYS.name(), e.getMessage()), e);
        }
        for (GroupName group : groups) {
            if (!keyring.groups().contains(group)) {
                throw new SettingException(
                        "There is no key of group %s in %s: add the line %s=<key> that the UI showed when the group was created, or re-key the group there."
                                .formatted(group, GROUP_KEYS.name(), group));
            }
        }
        return keyring;
    }

    private static void requirePrivate(String file) {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(Path.of(file));
        } catch (IOException | UnsupportedOperationException e) {
            throw new SettingException(
                    "%s_FILE names the file %s, whose permissions cannot be read (%s)."
                            .formatted(GROUP_KEYS.name(), file, e.getClass().getSimpleName()),
                    e);
        }
        if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
            throw new SettingException("The file %s of group keys is open to others (%s): run chmod 0400 %s."
                    .formatted(file, PosixFilePermissions.toString(permissions), file));
        }
    }

    private static String instanceName(Optional<String> given) {
        String name = given.orElseGet(CollectorSettings::inventedName);
        if (!INSTANCE_NAME.matcher(name).matches()) {
            throw new SettingException(
                    "The instance name \"%s\" is not valid: use 1 to 128 letters, digits, dots, underscores and hyphens, beginning with a letter or digit."
                            .formatted(name));
        }
        return name;
    }

    private static String inventedName() {
        String host = hostName().replaceAll("[^A-Za-z0-9.-]", "-").replaceAll("^[.-]+", "");
        return "%s-%d-%04x"
                .formatted(
                        host.isEmpty() ? "collector" : host,
                        ProcessHandle.current().pid(),
                        ThreadLocalRandom.current().nextInt(0x10000));
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A host that does not know its own name says so in the message, which begins with it.
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("unknown");
        }
    }

    @Override
    public String toString() {
        return "CollectorSettings[groups=%s, slots=%d, instance=%s, amqp=%s]".formatted(groups, slots, instance, amqp);
    }
}
