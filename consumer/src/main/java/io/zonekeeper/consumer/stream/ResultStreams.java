package io.zonekeeper.consumer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.consumer.archive.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAutoClaimParams;
import redis.clients.jedis.params.XReadGroupParams;

/** The results streams as one member of the consumer group sees them. Replies are read as raw bytes: anybody may have written them. */
final class ResultStreams {

    /** How long a read waits for new entries. */
    static final Duration BLOCK = Duration.ofSeconds(2);

    static final String FIRST = "0-0";

    private static final byte[] GROUP = RedisKeys.CONSUMER_GROUP.getBytes(UTF_8);
    private static final byte[] NEW = ">".getBytes(UTF_8);
    private static final byte[] ALL_PENDING = "0".getBytes(UTF_8);

    /** @param next where to go on, {@link #FIRST} at the end */
    record Claimed(Page page, String next) {}

    private final RedisClient redis;
    private final List<String> streams;
    private final byte[] consumer;

    ResultStreams(RedisClient redis, List<String> streams, String consumer) {
        this.redis = redis;
        this.streams = List.copyOf(streams);
        this.consumer = consumer.getBytes(UTF_8);
    }

    List<String> names() {
        return streams;
    }

    /** Creates the consumer group, from the first entry on, where it is missing. */
    void ensureGroups() {
        for (String stream : streams) {
            try {
                redis.xgroupCreate(stream, RedisKeys.CONSUMER_GROUP, new StreamEntryID(0, 0), true);
            } catch (JedisDataException e) {
                if (!String.valueOf(e.getMessage()).startsWith("BUSYGROUP")) {
                    throw e;
                }
            }
        }
    }

    /** What was delivered to this consumer and is not acknowledged, from the beginning. */
    Page ownPending(int count) {
        return read(XReadGroupParams.xReadGroupParams().count(count), ALL_PENDING);
    }

    /** What no consumer has had yet; waits up to {@link #BLOCK} if asked to. */
    Page fresh(int count, boolean wait) {
        XReadGroupParams params = XReadGroupParams.xReadGroupParams().count(count);
        return read(wait ? params.block((int) BLOCK.toMillis()) : params, NEW);
    }

    private Page read(XReadGroupParams params, byte[] from) {
        Map<byte[], byte[]> offsets = new LinkedHashMap<>();
        streams.forEach(stream -> offsets.put(stream.getBytes(UTF_8), from));
        @SuppressWarnings({"unchecked", "rawtypes"})
        List<Object> reply =
                redis.xreadGroup(GROUP, consumer, params, offsets.entrySet().toArray(Map.Entry[]::new));
        Page page = new Page(new ArrayList<>(), new ArrayList<>());
        for (Object each : orEmpty(reply)) {
            List<?> streamAndEntries = (List<?>) each;
            addEntries(text(streamAndEntries.get(0)), (List<?>) streamAndEntries.get(1), page);
        }
        return page;
    }

    /** Takes over what other consumers have held longer than {@code idle}. */
    Claimed claim(String stream, String from, Duration idle, int count) {
        List<Object> reply = redis.xautoclaim(
                stream.getBytes(UTF_8),
                GROUP,
                consumer,
                idle.toMillis(),
                from.getBytes(UTF_8),
                XAutoClaimParams.xAutoClaimParams().count(count));
        Page page = new Page(new ArrayList<>(), new ArrayList<>());
        addEntries(stream, (List<?>) reply.get(1), page);
        if (reply.size() > 2) {
            // From Redis 7 on, ids of deleted entries come apart.
            ((List<?>) reply.get(2)).forEach(id -> page.deleted().add(new Page.EntryId(stream, text(id))));
        }
        return new Claimed(page, text(reply.get(0)));
    }

    /** Takes the entries off their streams, both or neither of the two commands for each stream. */
    void acknowledge(Page page) {
        Map<String, List<byte[]>> ids = new LinkedHashMap<>();
        Stream.concat(
                        page.arrivals().stream().map(arrival -> new Page.EntryId(arrival.stream(), arrival.id())),
                        page.deleted().stream())
                .forEach(entry -> ids.computeIfAbsent(entry.stream(), _ -> new ArrayList<>())
                        .add(entry.id().getBytes(UTF_8)));
        ids.forEach(this::acknowledge);
    }

    private void acknowledge(String stream, List<byte[]> ids) {
        byte[] key = stream.getBytes(UTF_8);
        byte[][] all = ids.toArray(byte[][]::new);
        try (AbstractTransaction transaction = redis.multi()) {
            transaction.xack(key, GROUP, all);
            transaction.xdel(key, all);
            for (Object reply : orEmpty(transaction.exec())) {
                if (reply instanceof JedisDataException e) {
                    throw e;
                }
            }
        }
    }

    private static void addEntries(String stream, List<?> entries, Page page) {
        for (Object entry : entries) {
            if (entry == null) {
                continue;
            }
            List<?> idAndFields = (List<?>) entry;
            String id = text(idAndFields.get(0));
            if (idAndFields.get(1) instanceof List<?> flat) {
                page.arrivals()
                        .add(new Arrival(
                                stream,
                                id,
                                flat.stream().map(byte[].class::cast).toList()));
            } else {
                page.deleted().add(new Page.EntryId(stream, id));
            }
        }
    }

    private static List<?> orEmpty(@Nullable List<?> reply) {
        return reply == null ? List.of() : reply;
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, UTF_8);
    }
}
