package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds devices by what is known of them. Read only, thread-safe. */
@Component
public class DeviceSearch {

    private final JdbcClient jdbc;
    private final Staleness staleness;

    DeviceSearch(JdbcClient jdbc, Staleness staleness) {
        this.jdbc = jdbc;
        this.staleness = staleness;
    }

    private record Row(Device device, List<String> key) {}

    Page<Device> find(Scope scope, DeviceFilter filter, DeviceOrder order, PageRequest request) {
        DeviceConditions conditions = conditions(scope, filter);
        List<String> after = request.after();
        JdbcClient.StatementSpec statement = jdbc.sql(
                        "select " + Devices.COLUMNS + order.columns() + "\n" + Devices.FROM + conditions.sql()
                                + (after.isEmpty() ? "" : order.after()) + order.orderBy() + " limit :fetch")
                .params(conditions.parameters())
                .param("fetch", request.fetch());
        for (int i = 1; i < after.size(); i++) {
            statement = statement.param("after" + (i - 1), after.get(i));
        }
        List<Row> rows = statement
                .query((row, number) -> new Row(Devices.device(row, number), order.key(row)))
                .list();
        return Page.of(rows, request, Row::key).map(Row::device);
    }

    public long count(Scope scope, DeviceFilter filter) {
        DeviceConditions conditions = conditions(scope, filter);
        return jdbc.sql("select count(*) " + Devices.FROM + conditions.sql())
                .params(conditions.parameters())
                .query(Long.class)
                .single();
    }

    /** In the order of the ids, so that two who lock them do not wait for each other in a circle. */
    public List<Long> ids(Scope scope, DeviceFilter filter) {
        DeviceConditions conditions = conditions(scope, filter);
        return jdbc.sql("select d.id " + Devices.FROM + conditions.sql() + " order by d.id")
                .params(conditions.parameters())
                .query(Long.class)
                .list();
    }

    /** Hands over each device by group and name, without holding all of them. */
    @Transactional(readOnly = true)
    public void each(Scope scope, DeviceFilter filter, Consumer<Device> reader) {
        DeviceConditions conditions = conditions(scope, filter);
        try (Stream<Device> devices = jdbc
                .sql("select " + Devices.COLUMNS + Devices.FROM + conditions.sql() + DeviceOrder.FIRST.orderBy())
                .params(conditions.parameters())
                .withFetchSize(500)
                .query(Devices::device)
                .stream()) {
            devices.forEach(reader);
        }
    }

    /** The tags in use, by name. */
    public List<String> tags(Scope scope) {
        return distinct(scope, "unnest(d.tags)");
    }

    /** The imports devices come from, by name. */
    public List<String> sources(Scope scope) {
        return distinct(scope, "d.source");
    }

    /** The platforms devices have, by name. */
    List<String> platforms(Scope scope) {
        return distinct(scope, "d.platform");
    }

    private DeviceConditions conditions(Scope scope, DeviceFilter filter) {
        return DeviceConditions.of(scope, filter, staleness.freshSince());
    }

    private List<String> distinct(Scope scope, String column) {
        return jdbc.sql("""
                select word from (
                    select distinct %s as word from device d where d.deleted_at is null and %s) words
                where word is not null order by word
                """.formatted(column, scope.over("d.group_id")))
                .query(String.class)
                .list();
    }
}
