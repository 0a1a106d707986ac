package io.zonekeeper.orchestrator.access;

import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.DatabaseTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The table audit_event: who changed what. An event is written in the transaction of the change. Nothing handed in holds a secret.
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

    record Event(long id, Instant at, String who, String action, String subject, String detail) {}

    /**
     * @param action as in {@code group.pause}
     * @param subject as in {@code group dmz}
     * @param detail a sentence, JSON, or empty
     */
    public void record(String who, String action, String subject, String detail) {
        jdbc.sql("""
                insert into audit_event (at, who, action, subject, detail)
                values (:at, :who, :action, :subject, :detail)
                """)
                .param("at", DatabaseTime.of(clock.instant()))
                .param("who", who)
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

    List<Event> list(@Nullable Long beforeId, int limit) {
        return jdbc.sql("""
                select id, at, who, action, subject, detail from audit_event
                where id < :before
                order by id desc
                limit :limit
                """)
                .param("before", beforeId == null ? Long.MAX_VALUE : beforeId)
                .param("limit", limit)
                .query((row, _) -> new Event(
                        row.getLong("id"),
                        DatabaseTime.read(row, "at"),
                        row.getString("who"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("detail")))
                .list();
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
