package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.common.wire.Control;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.RedisKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Keeps the control hashes of the groups as PostgreSQL has them. Written every time anew, so a Redis that lost everything has
 * them back seconds later.
 */
@Component
public class GroupControls {

    private static final Logger log = LoggerFactory.getLogger(GroupControls.class);

    private final JdbcClient jdbc;
    private final RedisClient redis;

    private record GroupControl(
            GroupName group,
            boolean paused,
            @Nullable Integer slots,
            @Nullable Integer sessionRate) {

        Map<String, String> fields() {
            Map<String, String> fields = new HashMap<>();
            if (paused) {
                fields.put(Control.PAUSED, "true");
            }
            if (slots != null) {
                fields.put(Control.SLOTS, slots.toString());
            }
            if (sessionRate != null) {
                fields.put(Control.SESSION_RATE, sessionRate.toString());
            }
            return fields;
        }
    }

    GroupControls(JdbcClient jdbc, RedisClient redis) {
        this.jdbc = jdbc;
        this.redis = redis;
    }

    /** Writes all groups; a Redis that is away is tried again at the next tick. */
    public void tick() {
        List<GroupControl> controls = controls();
        if (controls.isEmpty()) {
            return;
        }
        try (AbstractTransaction all = redis.multi()) {
            for (GroupControl control : controls) {
                String key = RedisKeys.controlGroup(control.group);
                Map<String, String> fields = control.fields();
                all.del(key);
                if (!fields.isEmpty()) {
                    all.hset(key, fields);
                }
            }
            all.exec();
        } catch (JedisException e) {
            log.debug("Group controls are not written, skipping this run: {}", Collectors.root(e));
        }
    }

    private List<GroupControl> controls() {
        return jdbc.sql("""
                        select name, paused_at is not null as paused, slots, session_rate
                        from collector_group where deleted_at is null
                        """)
                .query((row, _) -> new GroupControl(
                        new GroupName(row.getString("name")),
                        row.getBoolean("paused"),
                        row.getObject("slots", Integer.class),
                        row.getObject("session_rate", Integer.class)))
                .list();
    }
}
