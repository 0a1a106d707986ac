package io.zonekeeper.orchestrator.device;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.credential.CredentialNames;
import io.zonekeeper.orchestrator.group.CollectorGroup;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Says what is wrong with a device form, field by field. Thread-safe. */
@Component
public class DeviceCheck {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");
    private static final Pattern PARAMETER = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final int MOST_PARAMETERS = 32;
    private static final int LONGEST_PARAMETER = 1000;
    private static final int LONGEST_LIMIT_SECONDS = 570;
    private static final long MOST_BYTES = 1L << 30;

    /** What there is by name, as somebody sees it; empty for what there is not. */
    private final BiFunction<Scope, String, Optional<Long>> groups;

    private final BiFunction<Scope, String, Optional<CredentialNames.Named>> credentials;
    private final Devices devices;

    @Autowired
    DeviceCheck(CollectorGroups groups, CredentialNames credentials, Devices devices) {
        this(
                (scope, name) -> GroupName.isValid(name)
                        ? groups.find(scope, new GroupName(name)).map(CollectorGroup::id)
                        : Optional.empty(),
                credentials::find,
                devices);
    }

    private DeviceCheck(
            BiFunction<Scope, String, Optional<Long>> groups,
            BiFunction<Scope, String, Optional<CredentialNames.Named>> credentials,
            Devices devices) {
        this.groups = groups;
        this.credentials = credentials;
        this.devices = devices;
    }

    /** One that looks up each group and each credential once: for many forms of one user at one moment. Not thread-safe. */
    public DeviceCheck remembering() {
        Map<String, Optional<Long>> knownGroups = new HashMap<>();
        Map<String, Optional<CredentialNames.Named>> knownCredentials = new HashMap<>();
        return new DeviceCheck(
                (scope, name) -> knownGroups.computeIfAbsent(name, each -> groups.apply(scope, each)),
                (scope, name) -> knownCredentials.computeIfAbsent(name, each -> credentials.apply(scope, each)),
                devices);
    }

    /**
     * @param scope of who writes the form
     * @param before the device as it is; null for a new one
     * @throws Problem 422 naming every field that is not valid
     */
    public CheckedDevice check(Scope scope, DeviceForm form, @Nullable Device before) {
        FieldErrors errors = new FieldErrors();
        long groupId = groupId(scope, form.group(), errors);
        checkText(
                "name",
                form.name(),
                NAME,
                "1 to 128 letters, digits, dots, hyphens and underscores, beginning with a letter or digit",
                errors);
        checkAddress(form.address(), errors);
        checkRange("port", form.port(), 0, 65535, errors);
        checkText(
                "platform",
                form.platform(),
                PLATFORM,
                "the key of a platform a collector announces, such as cisco_ios",
                errors);
        Long credentialId = credentialId(scope, form, before, errors);
        List<String> tags = Tags.checked("tags", form.tags(), errors);
        Map<String, String> parameters = parameters(form.parameters(), errors);
        checkRange("limit_seconds", form.limitSeconds(), 1, LONGEST_LIMIT_SECONDS, errors);
        checkRange("max_bytes", form.maxBytes(), 1, MOST_BYTES, errors);
        errors.throwIfAny();
        return new CheckedDevice(
                groupId,
                Objects.requireNonNull(form.name()),
                Objects.requireNonNull(form.address()),
                form.port() == null ? 0 : form.port(),
                Objects.requireNonNull(form.platform()),
                credentialId,
                form.enabled() == null || form.enabled(),
                tags,
                parameters,
                form.limitSeconds(),
                form.maxBytes());
    }

    private long groupId(Scope scope, @Nullable String name, FieldErrors errors) {
        if (name == null) {
            errors.add("group", null, "group is missing: give the name of a collector group.");
            return 0;
        }
        Optional<Long> group = groups.apply(scope, name);
        if (group.isPresent()) {
            return group.get();
        }
        errors.add("group", name, "There is no group \"%s\": make it first, or use another one.".formatted(name));
        return 0;
    }

    /**
     * A credential goes to devices of its group alone. One that is out of scope stays where it is, but is not sent to another
     * address: who sees a device could otherwise learn a password by sending it to a host of their own.
     */
    private @Nullable Long credentialId(Scope scope, DeviceForm form, @Nullable Device before, FieldErrors errors) {
        String name = form.credential();
        if (name == null || name.isEmpty()) {
            return null;
        }
        Optional<CredentialNames.Named> credential = credentials.apply(scope, name);
        if (credential.isEmpty()) {
            return keptCredentialId(name, form, before, errors);
        }
        String group = credential.get().group();
        if (group != null && !group.equals(form.group())) {
            errors.add(
                    "credential",
                    name,
                    "Credential \"%s\" is for devices of group %s alone: use another one.".formatted(name, group));
        }
        return credential.get().id();
    }

    private @Nullable Long keptCredentialId(String name, DeviceForm form, @Nullable Device before, FieldErrors errors) {
        if (before == null || !name.equals(before.credential())) {
            errors.add(
                    "credential",
                    name,
                    "There is no credential \"%s\": make it first, or use another one.".formatted(name));
            return null;
        }
        boolean same = Objects.equals(form.group(), before.group().value())
                && Objects.equals(form.address(), before.address())
                && Objects.equals(form.port(), before.port());
        if (!same) {
            errors.add(
                    "credential",
                    name,
                    "Credential \"%s\" is not one of your groups, so it is not sent to another group, address or port: use another one, or leave those as they are."
                            .formatted(name));
        }
        return devices.credentialId(before.id());
    }

    private static void checkText(
            String field, @Nullable String value, Pattern pattern, String use, FieldErrors errors) {
        if (value == null) {
            errors.add(field, null, "%s is missing: use %s.".formatted(field, use));
        } else if (!pattern.matcher(value).matches()) {
            errors.add(field, value, "%s \"%s\" is not valid: use %s.".formatted(field, value, use));
        }
    }

    private static void checkAddress(@Nullable String address, FieldErrors errors) {
        if (address == null || !Addresses.isHost(address)) {
            errors.add(
                    "address",
                    address,
                    "address \"%s\" is not valid: use a host name or an IP address alone, without scheme, port or blanks."
                            .formatted(Objects.requireNonNullElse(address, "")));
        }
    }

    private static void checkRange(String field, @Nullable Number value, long least, long most, FieldErrors errors) {
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            errors.add(field, value, "%s is %s: use %d to %d, or leave it out.".formatted(field, value, least, most));
        }
    }

    private static Map<String, String> parameters(@Nullable Map<String, @Nullable String> given, FieldErrors errors) {
        if (given == null) {
            return Map.of();
        }
        if (given.size() > MOST_PARAMETERS) {
            errors.add(
                    "parameters",
                    null,
                    "parameters has %d entries: use at most %d.".formatted(given.size(), MOST_PARAMETERS));
        }
        Map<String, String> parameters = new HashMap<>();
        given.forEach((name, value) -> {
            String field = "parameters." + name;
            if (!PARAMETER.matcher(name).matches()) {
                errors.add(
                        field,
                        null,
                        "Parameter \"%s\" is not valid: use lower-case letters, digits and underscores."
                                .formatted(name));
            } else if (value != null) {
                parameters.put(name, errors.optionalLine(field, value, LONGEST_PARAMETER));
            }
        });
        return parameters;
    }
}
