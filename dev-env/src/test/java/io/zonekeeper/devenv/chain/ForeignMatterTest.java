package io.zonekeeper.devenv.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.zonekeeper.devenv.fleet.Behaviour;
import io.zonekeeper.devenv.fleet.DeviceSpec;
import io.zonekeeper.devenv.fleet.FakeDevice;
import io.zonekeeper.devenv.fleet.Platform;
import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.Stack;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import tools.jackson.databind.JsonNode;

/** What comes from devices, the broker and the stream and is not what it should be. */
class ForeignMatterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int FLOODING = 50;

    @Test
    void fiftyDevicesThatDoNotStopTalkingAreTooLargeAndExhaustNobody() throws Exception {
        try (ChainUnderTest chain = new ChainUnderTest("flood", Map.of())) {
            ChainUnderTest.Group group = chain.createGroup(Map.of("slots", FLOODING + 5));
            Program collector = chain.startCollectors(group, 1).getFirst();
            for (int number = 1; number <= FLOODING; number++) {
                chain.add(group, junos("flood" + number), "junos");
            }
            for (FakeDevice device : chain.fleet().devices()) {
                chain.fleet().setBehaviour(device, Behaviour.FLOOD);
            }
            chain.add(group, junos("sound"), "junos");

            String run = chain.run();
            JsonNode counts = chain.await(run, PATIENCE).path("counts");
            assertThat(counts.path("success").asInt()).isEqualTo(1);
            assertThat(chain.database().number("select count(*) from outcome where failure = 'TOO_LARGE'"))
                    .isEqualTo(FLOODING);
            assertThat(chain.database().number("select count(*) from outcome where failure <> 'TOO_LARGE'"))
                    .isZero();
            Stack.requireRunning(collector);
        }
    }

    @Test
    void foreignMessagesAndEntriesAreShownAndTheirNeighboursAreDone() throws Exception {
        try (ChainUnderTest chain = new ChainUnderTest("foreign", Map.of())) {
            ChainUnderTest.Group group = chain.createGroup(Map.of());
            chain.startCollectors(group, 1);
            chain.add(group, junos("before"), "junos");
            chain.await(chain.run(), PATIENCE);
            publish(group);
            try (Jedis jedis = new Jedis(URI.create(chain.redisUrl()))) {
                jedis.xadd("device:results", StreamEntryID.NEW_ENTRY, Map.of("hello", "world"));
            }
            chain.add(group, junos("after"), "junos");
            JsonNode counts = chain.await(chain.run(), PATIENCE).path("counts");
            assertThat(counts.path("success").asInt()).isEqualTo(2);

            await().atMost(PATIENCE).until(() -> items(chain, "/dead-letters").size() == 1);
            JsonNode quarantined = items(chain, "/quarantine").path(0);
            assertThat(quarantined.path("reason").asString()).isEqualTo("The result has no field schema.");
            chain.api()
                    .post(
                            "/quarantine/%d/replay"
                                    .formatted(quarantined.path("id").asLong()),
                            Map.of());
            await().atMost(PATIENCE)
                    .until(() -> items(chain, "/quarantine").size() == 2
                            && !items(chain, "/quarantine")
                                    .path(1)
                                    .path("replayed_at")
                                    .isNull());
        }
    }

    private static DeviceSpec junos(String name) {
        return DeviceSpec.of(name, Platform.JUNOS, ChainUnderTest.USERNAME, ChainUnderTest.PASSWORD);
    }

    private static JsonNode items(ChainUnderTest chain, String path) {
        return chain.api().get(path).path("items");
    }

    private static void publish(ChainUnderTest.Group group) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("ZONEKEEPER_AMQP_URL"));
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {

            channel.basicPublish("", "collector.group." + group.name(), null, "not ours".getBytes(UTF_8));
        }
    }
}
