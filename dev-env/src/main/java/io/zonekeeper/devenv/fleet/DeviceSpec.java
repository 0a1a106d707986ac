package io.zonekeeper.devenv.fleet;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a device is, for good.
 *
 * @param name unique in the fleet
 * @param enableSecret null: a login is privileged from the start
 * @param configBytes about how large its configuration is
 * @param seed decides its configuration together with the name
 */
public record DeviceSpec(
        String name,
        Platform platform,
        String username,
        String password,
        @Nullable String enableSecret,
        int configBytes,
        long seed) {

    private static final int LEAST_BYTES = 512;
    private static final int MOST_BYTES = 64 << 20;

    public DeviceSpec {
        requireNonNull(name, "name is null");
        requireNonNull(platform, "platform is null");
        requireNonNull(username, "username is null");
        requireNonNull(password, "password is null");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
            throw new IllegalArgumentException(
                    "name: \"%s\" (expected: letters, digits, '.', '_' and '-')".formatted(name));
        }
        if (configBytes < LEAST_BYTES || configBytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "config_bytes: %d (expected: %d to %d)".formatted(configBytes, LEAST_BYTES, MOST_BYTES));
        }
    }

    /** A device with a 4 KB configuration whose login is privileged. */
    public static DeviceSpec of(String name, Platform platform, String username, String password) {
        return new DeviceSpec(name, platform, username, password, null, 4096, 1);
    }

    public DeviceSpec withEnableSecret(String secret) {
        return new DeviceSpec(name, platform, username, password, secret, configBytes, seed);
    }

    public DeviceSpec withConfigBytes(int bytes) {
        return new DeviceSpec(name, platform, username, password, enableSecret, bytes, seed);
    }

    @Override
    public String toString() {
        return "DeviceSpec[%s, %s, %d bytes]".formatted(name, platform, configBytes);
    }
}
