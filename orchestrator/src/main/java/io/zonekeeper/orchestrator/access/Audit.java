package io.zonekeeper.orchestrator.access;

import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The table audit_event: who changed or revealed what, when and from where. An event is written in the transaction of the change. Nothing handed in holds a secret.
 * Thread-safe.
 */
@Component
public class Audit {

    /** Who acts when no user does. */
    public static final String SYSTEM = "zonekeeper";

    private final JdbcClient jdbc;
    private final Clock clock;

    Audit(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param address where the request came from; empty for what no request did */
    public record Event(
            long id, Instant at, String who, String address, String action, String subject, String detail) {}

    /**
     * @param action as in {@code group.pause}
     * @param subject as in {@code group dmz}
     * @param detail a sentence, JSON, or empty
     */
    public void record(String who, String action, String subject, String detail) {
        jdbc.sql("""
                insert into audit_event (at, who, address, action, subject, detail)
                values (:at, :who, :address, :action, :subject, :detail)
                """)
                .param("at", DatabaseTime.of(clock.instant()))
                .param("who", who)
                .param("address", address())
                .param("action", action)
                .param("subject", subject)
                .param("detail", detail)
                .update();
    }

    /**
     * Notes what differs between two states, each field with its value before and after. A null state is one that is not there:
     * before creation, after deletion.
     *
     * @param before a record without secrets
     * @param after as {@code before}
     */
    public void change(String who, String action, String subject, @Nullable Object before, @Nullable Object after) {
        record(who, action, subject, difference(fields(before), fields(after)));
    }

    /** One of many changes made together; null states as in {@link #change}. */
    public record Change(
            String subject,
            @Nullable Object before,
            @Nullable Object after) {}

    /** Notes each of these as {@link #change} does, by one statement. */
    public void changes(String who, String action, List<Change> changes) {
        jdbc.sql("""
                insert into audit_event (at, who, address, action, subject, detail)
                select :at, :who, :address, :action, subject, detail
                from unnest(:subjects::text[], :details::text[]) as c (subject, detail)
                """)
                .param("at", DatabaseTime.of(clock.instant()))
                .param("who", who)
                .param("address", address())
                .param("action", action)
                .param("subjects", changes.stream().map(Change::subject).toArray(String[]::new))
                .param(
                        "details",
                        changes.stream()
                                .map(change -> difference(fields(change.before()), fields(change.after())))
                                .toArray(String[]::new))
                .update();
    }

    /** Newest first. */
    public Page<Event> list(AuditFilter filter, PageRequest request) {
        List<Event> events = jdbc.sql("""
                select id, at, who, address, action, subject, detail from audit_event
                where id < :before
                and (:who = '' or lower(who) = lower(:who))
                and (:area = '' or split_part(action, '.', 1) = :area)
                and (:q = '' or position(lower(:q) in lower(subject)) > 0 or position(lower(:q) in lower(detail)) > 0)
                order by id desc
                limit :limit
                """)
                .param("before", request.afterId() == null ? Long.MAX_VALUE : request.afterId())
                .param("who", filter.who())
                .param("area", filter.area())
                .param("q", filter.q())
                .param("limit", request.fetch())
                .query((row, _) -> new Event(
                        row.getLong("id"),
                        DatabaseTime.read(row, "at"),
                        row.getString("who"),
                        row.getString("address"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("detail")))
                .list();
        return Page.of(events, request, event -> List.of(Long.toString(event.id())));
    }

    /** The areas there are, as {@link AuditFilter#area()} takes them. */
    public List<String> areas() {
        return jdbc.sql("""
                with recursive areas as (
                    (select split_part(action, '.', 1) as area from audit_event order by 1 limit 1)
                    union all
                    select (select split_part(action, '.', 1) from audit_event
                        where split_part(action, '.', 1) > areas.area order by 1 limit 1)
                    from areas where areas.area is not null)
                select area from areas where area is not null
                """).query(String.class).list();
    }

    /** Of the request at work; empty where there is none. */
    private static String address() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? Objects.requireNonNullElse(request.getRequest().getRemoteAddr(), "")
                : "";
    }

    private static ObjectNode fields(@Nullable Object state) {
        return state == null ? Json.MAPPER.createObjectNode() : Json.MAPPER.valueToTree(state);
    }

    private static String difference(ObjectNode before, ObjectNode after) {
        ObjectNode difference = Json.MAPPER.createObjectNode();
        ObjectNode all = before.deepCopy();
        all.setAll(after);
        all.propertyNames().forEach(name -> {
            JsonNode old = before.get(name);
            JsonNode now = after.get(name);
            if (!Objects.equals(old, now) && !(isNothing(old) && isNothing(now))) {
                ObjectNode both = difference.putObject(name);
                both.set("before", old);
                both.set("after", now);
            }
        });
        return difference.toString();
    }

    private static boolean isNothing(@Nullable JsonNode value) {
        return value == null || value.isNull();
    }
}
