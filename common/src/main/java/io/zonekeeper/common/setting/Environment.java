package io.zonekeeper.common.setting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads settings from environment variables and the files they name. Thread-safe. */
public final class Environment {

    private final Map<String, String> variables;

    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    public static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    /** @throws SettingException if a file is named that cannot be read */
    public Optional<String> find(Setting setting) {
        List<String> names = new ArrayList<>();
        names.add(setting.name());
        names.addAll(setting.fallbacks());
        for (String name : names) {
            String value = variables.get(name);
            if (value != null && !value.isEmpty()) {
                return Optional.of(value);
            }
            String file = variables.get(name + "_FILE");
            if (file != null && !file.isEmpty()) {
                return Optional.of(content(name + "_FILE", file));
            }
        }
        return Optional.ofNullable(setting.defaultValue());
    }

    /** @throws SettingException if there is neither a value nor a default */
    public String get(Setting setting) {
        return find(setting)
                .orElseThrow(() ->
                        new SettingException("%s is not set: %s Set it, or %s_FILE to the path of a file that holds it."
                                .formatted(setting.name(), setting.description(), setting.name())));
    }

    /** @throws SettingException if the value is no number between the bounds */
    public long number(Setting setting, long least, long most) {
        String value = get(setting);
        try {
            long number = Long.parseLong(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outside(setting, value, least, most, e);
        }
        throw outside(setting, value, least, most, null);
    }

    /** Reads {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d}, {@code 500ms} or ISO-8601. */
    public Duration duration(Setting setting) {
        String value = get(setting).strip();
        try {
            return parse(value);
        } catch (DateTimeException | NumberFormatException e) {
            throw new SettingException(
                    "%s is \"%s\": write a duration such as 500ms, 30s, 5m, 2h or 1d.".formatted(setting.name(), value),
                    e);
        }
    }

    public boolean flag(Setting setting) {
        String value = get(setting).strip();
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1", "on" -> true;
            case "false", "no", "0", "off" -> false;
            default ->
                throw new SettingException("%s is \"%s\": write true or false.".formatted(setting.name(), value));
        };
    }

    private static Duration parse(String value) {
        if (value.startsWith("P") || value.startsWith("p")) {
            return Duration.parse(value);
        }
        int unit = 0;
        while (unit < value.length() && Character.isDigit(value.charAt(unit))) {
            unit++;
        }
        long amount = Long.parseLong(value.substring(0, unit));
        return switch (value.substring(unit)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new NumberFormatException("no unit");
        };
    }

    private static SettingException outside(
            Setting setting, String value, long least, long most, @Nullable Throwable cause) {
        String message =
                "%s is \"%s\": write a whole number from %d to %d.".formatted(setting.name(), value, least, most);
        return cause == null ? new SettingException(message) : new SettingException(message, cause);
    }

    private static String content(String name, String file) {
        try {
            return Files.readString(Path.of(file)).stripTrailing();
        } catch (IOException e) {
            throw new SettingException(
                    "%s names the file %s, which cannot be read (%s)."
                            .formatted(name, file, e.getClass().getSimpleName()),
                    e);
        }
    }
}
