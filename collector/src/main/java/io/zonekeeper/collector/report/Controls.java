package io.zonekeeper.collector.report;

import io.zonekeeper.common.wire.Control;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.RedisKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators want of this collector, as they left it in Redis. Thread-safe. */
public final class Controls {

    private static final Logger log = LoggerFactory.getLogger(Controls.class);

    private final Redis redis;
    private final String instance;
    private final List<GroupName> groups;

    /**
     * @param slots jobs at once in this collector; empty means as started
     * @param groups every group this collector was started for
     */
    public record Wishes(boolean drain, OptionalInt slots, Map<GroupName, GroupWishes> groups) {

        public GroupWishes of(GroupName group) {
            return groups.getOrDefault(group, GroupWishes.NONE);
        }
    }

    /** @param sessionRate session starts per second; empty means no limit */
    public record GroupWishes(boolean paused, OptionalInt slots, OptionalDouble sessionRate) {

        static final GroupWishes NONE = new GroupWishes(false, OptionalInt.empty(), OptionalDouble.empty());
    }

    public Controls(Redis redis, String instance, List<GroupName> groups) {
        this.redis = redis;
        this.instance = instance;
        this.groups = List.copyOf(groups);
    }

    public Wishes read() throws RedisAwayException {
        Map<String, String> own = redis.call(client -> client.hgetAll(RedisKeys.controlInstance(instance)));
        Map<GroupName, GroupWishes> byGroup = new HashMap<>();
        for (GroupName group : groups) {
            Map<String, String> fields = redis.call(client -> client.hgetAll(RedisKeys.controlGroup(group)));
            byGroup.put(
                    group,
                    new GroupWishes(
                            flag(fields, Control.PAUSED),
                            count(fields, Control.SLOTS),
                            rate(fields, Control.SESSION_RATE)));
        }
        return new Wishes(flag(own, Control.DRAIN), count(own, Control.SLOTS), Map.copyOf(byGroup));
    }

    private static boolean flag(Map<String, String> fields, String name) {
        return Boolean.parseBoolean(fields.get(name));
    }

    private static OptionalInt count(Map<String, String> fields, String name) {
        OptionalDouble number = rate(fields, name);
        return number.isPresent() ? OptionalInt.of((int) Math.min(number.getAsDouble(), 1e6)) : OptionalInt.empty();
    }

    /** What is no number is no wish: a typing error in Redis must not stop a zone. */
    private static OptionalDouble rate(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null || value.isBlank()) {
            return OptionalDouble.empty();
        }
        try {
            double number = Double.parseDouble(value);
            if (number >= 0 && (number > 0 || !name.equals(Control.SESSION_RATE))) {
                return OptionalDouble.of(number);
            }
        } catch (NumberFormatException e) {
            log.debug("Control field {} is no number.", name, e);
        }
        log.warn("Control field {} is \"{}\", which is ignored: write a number from 0.", name, value);
        return OptionalDouble.empty();
    }
}
