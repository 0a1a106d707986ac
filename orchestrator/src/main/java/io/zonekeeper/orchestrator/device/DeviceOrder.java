package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a list of devices is sorted by, and which way. A page begins where the sort key of the last row seen is passed. */
record DeviceOrder(By by, boolean descending) {

    static final DeviceOrder FIRST = new DeviceOrder(By.GROUP, false);

    /** The sort keys by their names in addresses; each ends with what is unique. */
    enum By {
        GROUP("group", "g.name", "lower(d.name)", "d.id"),
        NAME("name", "lower(d.name)", "d.id"),
        ADDRESS("address", "lower(d.address)", "d.id"),
        PLATFORM("platform", "d.platform", "d.id"),
        LAST_BACKUP("last_backup", micros("s.last_success_at"), "d.id"),
        LAST_CHANGE("last_change", micros("s.last_changed_at"), "d.id");

        private final String wireName;
        private final List<String> expressions;

        By(String wireName, String... expressions) {
            this.wireName = wireName;
            this.expressions = List.of(expressions);
        }

        String wireName() {
            return wireName;
        }

        private boolean isNumber(int part) {
            return part == expressions.size() - 1 || expressions.get(part).contains("epoch");
        }

        /** Never comes before everything else. */
        private static String micros(String instant) {
            return "coalesce((extract(epoch from " + instant + ") * 1000000)::bigint, 0)";
        }
    }

    /**
     * @param name of a key, with a hyphen before it for the other way round; null or empty for the first order
     * @throws Problem 422 if there is none
     */
    static DeviceOrder parse(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return FIRST;
        }
        boolean descending = name.startsWith("-");
        String key = descending ? name.substring(1) : name;
        return Arrays.stream(By.values())
                .filter(by -> by.wireName.equals(key))
                .findFirst()
                .map(by -> new DeviceOrder(by, descending))
                .orElseThrow(() -> Problem.invalid(new FieldError(
                        "sort",
                        name,
                        "sort is \"%s\": use one of %s, with a hyphen before it for the other way round."
                                .formatted(
                                        name,
                                        Arrays.stream(By.values())
                                                .map(By::wireName)
                                                .collect(Collectors.joining(", "))))));
    }

    /** As in addresses. */
    String wireName() {
        return (descending ? "-" : "") + by.wireName;
    }

    /** @throws Problem 422 if {@code after} belongs to another order, or to none */
    PageRequest request(@Nullable Integer limit, @Nullable String after) {
        PageRequest request = PageRequest.of(limit, after, by.expressions.size() + 1);
        List<String> key = request.after();
        boolean ours = key.isEmpty() || key.getFirst().equals(wireName());
        for (int i = 0; ours && i < key.size() - 1; i++) {
            ours = !by.isNumber(i) || key.get(i + 1).matches("-?[0-9]{1,18}");
        }
        if (!ours) {
            throw PageRequest.notOurs(after);
        }
        return request;
    }

    /** The columns k0, k1 and so on, which {@link #key} reads. */
    String columns() {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < by.expressions.size(); i++) {
            sql.append(", (")
                    .append(by.expressions.get(i))
                    .append(")::text as k")
                    .append(i);
        }
        return sql.toString();
    }

    /** A condition with the parameters after0, after1 and so on. */
    String after() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < by.expressions.size(); i++) {
            values.add(":after" + i + (by.isNumber(i) ? "::bigint" : ""));
        }
        return " and (%s) %s (%s)"
                .formatted(String.join(", ", by.expressions), descending ? "<" : ">", String.join(", ", values));
    }

    String orderBy() {
        String way = descending ? " desc" : "";
        return " order by " + by.expressions.stream().map(each -> each + way).collect(Collectors.joining(", "));
    }

    List<String> key(ResultSet row) throws SQLException {
        List<String> key = new ArrayList<>(List.of(wireName()));
        for (int i = 0; i < by.expressions.size(); i++) {
            key.add(row.getString("k" + i));
        }
        return key;
    }
}
