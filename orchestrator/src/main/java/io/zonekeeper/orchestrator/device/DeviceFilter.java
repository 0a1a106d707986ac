package io.zonekeeper.orchestrator.device;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which devices are looked for; an empty text looks for all.
 *
 * @param q part of a name or an address, in whatever case
 * @param credential the name of one
 * @param status {@code ok}, {@code stale}, {@code failing}, {@code never} or {@code disabled}
 * @param enabled {@code true} or {@code false}
 * @param source the name of one; {@code -} for those added by hand
 * @param gone {@code true} for those their source does not list any more, {@code false} for the others
 */
public record DeviceFilter(
        String q,
        String group,
        String platform,
        String tag,
        String credential,
        String status,
        String enabled,
        String source,
        String gone) {

    /** What stands for "by hand" where a source is named. */
    public static final String BY_HAND = "-";

    public static final DeviceFilter ALL = new DeviceFilter("", "", "", "", "", "", "", "", "");

    static final List<Option> STATUSES = List.of(
            new Option("", "All"),
            new Option("ok", "OK"),
            new Option("stale", "Stale"),
            new Option("failing", "Failing"),
            new Option("never", "Never backed up"),
            new Option("disabled", "Disabled"));

    private static final Set<String> YES_OR_NO = Set.of("", "true", "false");

    /** Null is taken for empty. */
    public DeviceFilter(
            @Nullable String q,
            @Nullable String group,
            @Nullable String platform,
            @Nullable String tag,
            @Nullable String credential,
            @Nullable String status,
            @Nullable String enabled,
            @Nullable String source,
            @Nullable String gone) {
        this.q = text(q);
        this.group = text(group);
        this.platform = text(platform);
        this.tag = text(tag).toLowerCase(Locale.ROOT);
        this.credential = text(credential);
        this.status = text(status);
        this.enabled = text(enabled);
        this.source = text(source);
        this.gone = text(gone);
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "").strip();
    }

    /** @throws Problem 422 for a value that is none of those there are */
    public DeviceFilter checked() {
        parameters().forEach((field, value) -> {
            if (value.indexOf('\0') >= 0) {
                throw Problem.invalid(
                        new FieldError(field, null, "%s holds a NUL character: leave it out.".formatted(field)));
            }
        });
        if (!group.isEmpty() && !GroupName.isValid(group)) {
            throw Problem.invalid(
                    new FieldError("group", group, "There is no group \"%s\": leave it out for all.".formatted(group)));
        }
        if (STATUSES.stream().noneMatch(option -> option.value().equals(status))) {
            throw Problem.invalid(new FieldError(
                    "status",
                    status,
                    "status is \"%s\": use ok, stale, failing, never or disabled.".formatted(status)));
        }
        checkYesOrNo("enabled", enabled);
        checkYesOrNo("gone", gone);
        return this;
    }

    private static void checkYesOrNo(String field, String value) {
        if (!YES_OR_NO.contains(value)) {
            throw Problem.invalid(
                    new FieldError(field, value, "%s is \"%s\": use true or false.".formatted(field, value)));
        }
    }

    public boolean isEmpty() {
        return equals(ALL);
    }

    /** What it is narrowed by beside text, group and status. */
    public boolean isNarrowedFurther() {
        return !new DeviceFilter("", "", platform, tag, credential, "", enabled, source, gone).isEmpty();
    }

    /** What is not empty, by the names of the parameters. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("q", q);
        parameters.put("group", group);
        parameters.put("platform", platform);
        parameters.put("tag", tag);
        parameters.put("credential", credential);
        parameters.put("status", status);
        parameters.put("enabled", enabled);
        parameters.put("source", source);
        parameters.put("gone", gone);
        parameters.values().removeIf(String::isEmpty);
        return parameters;
    }
}
