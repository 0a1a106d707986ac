package io.zonekeeper.orchestrator.imports;

import io.zonekeeper.common.platform.PlatformNames;
import io.zonekeeper.orchestrator.device.Device;
import io.zonekeeper.orchestrator.device.DeviceForm;
import io.zonekeeper.orchestrator.device.PlatformParameters;
import io.zonekeeper.orchestrator.device.Tags;
import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes device forms of rows. A column the file does not have leaves a device as it is; an empty value is the default of the import,
 * else the device's own where there has to be one, else none.
 */
final class RowForms {

    private static final Set<String> YES = Set.of("true", "yes", "y", "1", "on", "enabled", "active");
    private static final Set<String> NO = Set.of("false", "no", "n", "0", "off", "disabled", "inactive");

    private final Map<String, String> defaults;
    private final PlatformNames platforms;

    RowForms(Map<String, String> defaults, PlatformNames platforms) {
        this.defaults = defaults;
        this.platforms = platforms;
    }

    /** The group a row is for; null if it says none. */
    @Nullable String group(ImportRow row) {
        return required(row, ImportField.GROUP, null);
    }

    /** Without the length of the network, which some inventories write; the name where there is none. */
    String address(ImportRow row) {
        String address = row.cell(ImportField.ADDRESS).replaceFirst("/[0-9]{1,3}$", "");
        return address.isEmpty() ? row.cell(ImportField.NAME) : address;
    }

    /** Null where there is none, or no number. */
    @Nullable Integer port(ImportRow row) {
        String cell = row.cell(ImportField.PORT);
        return cell.matches("[1-9][0-9]{0,4}") ? Integer.valueOf(cell) : null;
    }

    /** @param existing the device the row is about; null if it is new */
    DeviceForm form(ImportRow row, @Nullable Device existing, FieldErrors errors) {
        return new DeviceForm(
                required(
                        row,
                        ImportField.GROUP,
                        existing == null ? null : existing.group().value()),
                row.cell(ImportField.NAME),
                row.has(ImportField.ADDRESS) || existing == null ? address(row) : existing.address(),
                row.has(ImportField.PORT)
                        ? number(row, ImportField.PORT, errors) instanceof Long port ? clamp(port) : null
                        : existing == null ? null : existing.port(),
                platform(row, existing, errors),
                credential(row, existing),
                enabled(row, existing, errors),
                row.has(ImportField.TAGS)
                        ? Tags.split(row.cell(ImportField.TAGS))
                        : existing == null ? List.of() : existing.tags(),
                parameters(row, existing, errors),
                row.has(ImportField.LIMIT_SECONDS)
                        ? number(row, ImportField.LIMIT_SECONDS, errors) instanceof Long limit ? clamp(limit) : null
                        : existing == null ? null : existing.limitSeconds(),
                row.has(ImportField.MAX_BYTES)
                        ? number(row, ImportField.MAX_BYTES, errors)
                        : existing == null ? null : existing.maxBytes());
    }

    /** Zero is how files write "the platform's own port". */
    private static @Nullable Integer clamp(long number) {
        return number == 0 ? null : (int) Math.min(number, Integer.MAX_VALUE);
    }

    private @Nullable String required(ImportRow row, ImportField field, @Nullable String existing) {
        String cell = row.cell(field);
        if (!cell.isEmpty()) {
            return cell;
        }
        return existing == null ? defaults.get(field.wireName()) : existing;
    }

    private @Nullable String platform(ImportRow row, @Nullable Device existing, FieldErrors errors) {
        String name = required(row, ImportField.PLATFORM, existing == null ? null : existing.platform());
        if (name == null || existing != null && existing.platform().equals(name)) {
            return name;
        }
        return platforms.keyOf(name).orElseGet(() -> {
            errors.add(
                    "platform",
                    name,
                    "There is no platform \"%s\".%s Use one that a collector announces, by its key or by the name other systems have for it."
                            .formatted(
                                    name,
                                    platforms
                                            .nearest(name)
                                            .map(" Did you mean \"%s\"?"::formatted)
                                            .orElse("")));
            return name;
        });
    }

    private @Nullable String credential(ImportRow row, @Nullable Device existing) {
        if (!row.has(ImportField.CREDENTIAL)) {
            return existing == null ? defaults.get("credential") : existing.credential();
        }
        String cell = row.cell(ImportField.CREDENTIAL);
        if (cell.isEmpty()) {
            return defaults.get("credential");
        }
        return existing != null && cell.equalsIgnoreCase(existing.credential()) ? existing.credential() : cell;
    }

    private static boolean enabled(ImportRow row, @Nullable Device existing, FieldErrors errors) {
        String cell = row.cell(ImportField.ENABLED);
        if (cell.isEmpty()) {
            return existing == null || existing.enabled();
        }
        String word = cell.toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            errors.add("enabled", cell, "\"%s\" is neither yes nor no: write true or false.".formatted(cell));
        }
        return YES.contains(word);
    }

    private static @Nullable Long number(ImportRow row, ImportField field, FieldErrors errors) {
        String cell = row.cell(field);
        if (cell.isEmpty()) {
            return null;
        }
        if (!cell.matches("[0-9]{1,18}")) {
            errors.add(
                    field.wireName(), cell, "\"%s\" is no whole number: write one, or leave it empty.".formatted(cell));
            return null;
        }
        return Long.valueOf(cell);
    }

    private static Map<String, @Nullable String> parameters(
            ImportRow row, @Nullable Device existing, FieldErrors errors) {
        if (!row.has(ImportField.PARAMETERS)) {
            return existing == null ? Map.of() : new HashMap<>(existing.parameters());
        }
        try {
            return new HashMap<>(PlatformParameters.parse(row.cell(ImportField.PARAMETERS)));
        } catch (Problem problem) {
            errors.add("parameters", row.cell(ImportField.PARAMETERS), problem.detail());
            return Map.of();
        }
    }
}
