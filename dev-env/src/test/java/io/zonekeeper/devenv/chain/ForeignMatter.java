package io.zonekeeper.devenv.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.zonekeeper.devenv.fleet.Behaviour;
import io.zonekeeper.devenv.fleet.FakeDevice;
import io.zonekeeper.devenv.stack.Chain;
import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import tools.jackson.databind.JsonNode;

/** What comes from devices, the broker and the stream and is not what it should be: it is shown, and harms nobody. */
final class ForeignMatter {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FLOOD_PATIENCE = Duration.ofSeconds(240);
    private static final int FLOODING = 50;
    private static final int MOST_BYTES = 4_000_000;
    private static final int LIMIT_SECONDS = 8;

    private ForeignMatter() {}

    /** @param chain in which a job is tried once */
    static void passIn(Chain chain) throws Exception {
        Chain.Group group = chain.createGroup(Map.of("slots", FLOODING + 5));
        Program collector = chain.startCollectors(group, 1).getFirst();
        foreignMessagesAndEntriesAreShownAndTheirNeighboursStored(chain, group);
        badDevicesEndWithTheirReason(chain, group);
        anotherHostKeyIsRefusedUntilItIsAccepted(chain, group);
        fiftyDevicesThatDoNotStopTalkingExhaustNobody(chain, group, collector);
    }

    private static void foreignMessagesAndEntriesAreShownAndTheirNeighboursStored(Chain chain, Chain.Group group)
            throws Exception {
        chain.add(group, Chains.junos("before"), "junos");
        chain.await(chain.run(group), PATIENCE);
        publish(chain, group);
        try (Jedis jedis = new Jedis(URI.create(chain.services().redisUrl()))) {
            jedis.xadd(chain.services().resultsStream(), StreamEntryID.NEW_ENTRY, Map.of("hello", "world"));
        }
        chain.add(group, Chains.junos("after"), "junos");
        JsonNode counts = chain.await(chain.run(group), PATIENCE).path("counts");
        assertThat(counts.path("success").asInt()).isEqualTo(2);

        await().atMost(PATIENCE).until(() -> items(chain, "/dead-letters").size() == 1);
        assertThat(items(chain, "/dead-letters").path(0).path("queue").asString())
                .isEqualTo(group.queue());
        JsonNode quarantined = items(chain, "/quarantine").path(0);
        assertThat(quarantined.path("reason").asString()).isEqualTo("The result has no field schema.");

        chain.api()
                .post("/quarantine/%d/replay".formatted(quarantined.path("id").asLong()), Map.of());
        await().atMost(PATIENCE)
                .until(() -> items(chain, "/quarantine").size() == 2
                        && !items(chain, "/quarantine")
                                .path(1)
                                .path("replayed_at")
                                .isNull());
    }

    private static void badDevicesEndWithTheirReason(Chain chain, Chain.Group group) throws Exception {
        Map<Long, String> expected = new HashMap<>();
        Map<Behaviour, String> reasons = Map.of(
                Behaviour.UNREACHABLE, "UNREACHABLE",
                Behaviour.RESET, "UNREACHABLE",
                Behaviour.MUTE, "TIMED_OUT",
                Behaviour.WRONG_PASSWORD, "LOGIN_REFUSED",
                Behaviour.SILENT, "TIMED_OUT",
                Behaviour.TRUNCATED, "INCOMPLETE");
        for (Map.Entry<Behaviour, String> reason : reasons.entrySet()) {
            String name = reason.getKey().name().toLowerCase(Locale.ROOT);
            Map<String, Object> fields =
                    reason.getValue().equals("TIMED_OUT") ? Map.of("limit_seconds", LIMIT_SECONDS) : Map.of();
            expected.put(add(chain, group, name, reason.getKey(), "junos", fields), reason.getValue());
        }
        expected.put(add(chain, group, "alien", Behaviour.NORMAL, "acme-unheard-of", Map.of()), "UNSUPPORTED");
        long hostile = add(chain, group, "hostile", Behaviour.HOSTILE, "junos", Map.of());
        chain.await(chain.run(group), PATIENCE);

        expected.forEach((device, reason) -> assertThat(lastFailure(chain, device))
                .as(chain.api().get("/devices/" + device).path("name").asString())
                .isEqualTo(reason));
        String failed = expected.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
        assertThat(chain.database()
                        .number("select count(*) from config_version where device_id in (%s)".formatted(failed)))
                .as("versions of devices that failed")
                .isZero();
        long version = chain.api()
                .get("/devices/%d/versions".formatted(hostile))
                .path("items")
                .path(0)
                .path("id")
                .asLong();
        assertThat(chain.api().bytes("/versions/%d/content?raw=true".formatted(version)))
                .as("as it came, but for what is meant for a terminal")
                .contains(255, 254)
                .doesNotContain(27);
    }

    private static long add(
            Chain chain,
            Chain.Group group,
            String name,
            Behaviour behaviour,
            String platform,
            Map<String, Object> fields)
            throws IOException {
        FakeDevice device = chain.fleet().add(Chains.junos(name));
        chain.fleet().setBehaviour(device, behaviour);
        return chain.add(group, device, platform, fields);
    }

    private static String lastFailure(Chain chain, long device) {
        JsonNode failure = chain.api().get("/devices/" + device).path("state").path("last_failure");
        return failure.isNull() ? "none" : failure.asString();
    }

    private static void anotherHostKeyIsRefusedUntilItIsAccepted(Chain chain, Chain.Group group) throws Exception {
        long device = add(chain, group, "rekeyed", Behaviour.NORMAL, "junos", Map.of());
        Map<String, Object> it = Map.of("device_ids", List.of(device));
        chain.await(chain.run(it), PATIENCE);
        assertThat(lastFailure(chain, device)).isEqualTo("none");
        JsonNode before = chain.api().get("/devices/%d/host-keys".formatted(device));
        String known = before.path("accepted").path("fingerprint").asString();

        chain.fleet().find("rekeyed").orElseThrow().setHostKey(1);
        chain.await(chain.run(it), PATIENCE);
        assertThat(lastFailure(chain, device)).isEqualTo("HOST_KEY_CHANGED");
        JsonNode after = chain.api().get("/devices/%d/host-keys".formatted(device));
        assertThat(after.path("accepted").path("fingerprint").asString()).isEqualTo(known);
        assertThat(after.path("seen")).hasSize(2);
        String shown = after.path("seen").path(0).path("fingerprint").asString();
        assertThat(shown).isNotEqualTo(known);

        chain.api().post("/devices/%d/host-keys/accept".formatted(device), Map.of("fingerprint", shown));
        chain.await(chain.run(it), PATIENCE);
        assertThat(lastFailure(chain, device)).isEqualTo("none");
        assertThat(chain.api().text("/audit")).contains("was %s, is %s".formatted(known, shown));
    }

    private static void fiftyDevicesThatDoNotStopTalkingExhaustNobody(Chain chain, Chain.Group group, Program collector)
            throws Exception {
        List<Long> flooding = new ArrayList<>();
        for (int number = 1; number <= FLOODING; number++) {
            String name = "flood" + number;
            flooding.add(add(chain, group, name, Behaviour.FLOOD, "junos", Map.of("max_bytes", MOST_BYTES)));
        }
        long sound = add(chain, group, "sound", Behaviour.NORMAL, "junos", Map.of());
        flooding.add(sound);
        chain.await(chain.run(Map.of("device_ids", flooding)), FLOOD_PATIENCE);
        assertThat(lastFailure(chain, sound)).isEqualTo("none");
        assertThat(chain.database().number("select count(*) from outcome where failure = 'TOO_LARGE'"))
                .isEqualTo(FLOODING);
        Stack.requireRunning(collector);
    }

    private static JsonNode items(Chain chain, String path) {
        return chain.api().get(path).path("items");
    }

    private static void publish(Chain chain, Chain.Group group) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(chain.services().amqpUrl());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.basicPublish("", group.queue(), null, "not ours".getBytes(UTF_8));
        }
    }
}
