package io.zonekeeper.orchestrator.quarantine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;

class QuarantineApiTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedWithoutTicks();

    private final String stream = "test:" + UUID.randomUUID();

    private static RedisClient redis() {
        return orchestrator.bean(RedisClient.class);
    }

    @AfterEach
    void forget() {
        redis().del(stream);
    }

    @Test
    void aQuarantinedEntryIsShownWithItsReasonAndWithoutWhatItHolds() {
        long id = quarantined("name", "hidden-value");
        String answer = orchestrator.admin().get("/quarantine").expect(200).text();
        assertThat(answer)
                .contains("\"entry_id\":\"1-1\"", "it is no result", stream)
                .doesNotContain("hidden-value");
        JsonNode newest = orchestrator
                .admin()
                .get("/quarantine?limit=1")
                .json()
                .path("items")
                .path(0);
        assertThat(newest.path("id").asLong()).isEqualTo(id);
        assertThat(newest.path("replayed_at").isNull()).isTrue();
    }

    @Test
    void aReplayAddsTheSameBytesToTheStreamAndNamesTheEntry() {
        String notUtf8 = new String(new byte[] {0, (byte) 0xff, 27, '<'}, ISO_8859_1);
        long id = quarantined("task_id", "x", "device_config", notUtf8, "replay_of", "77");
        JsonNode replayed = orchestrator
                .admin()
                .post("/quarantine/%d/replay".formatted(id))
                .expect(202)
                .json();
        assertThat(replayed.path("stream").asString()).isEqualTo(stream);

        assertThat(redis().xrange(stream.getBytes(UTF_8), null, (byte[]) null))
                .singleElement()
                .satisfies(entry -> {
                    List<?> idAndFields = (List<?>) entry;
                    assertThat(text(idAndFields.get(0)))
                            .isEqualTo(replayed.path("entry_id").asString());
                    assertThat((List<?>) idAndFields.get(1))
                            .extracting(QuarantineApiTest::text)
                            .containsExactly("task_id", "x", "device_config", notUtf8, "replay_of", Long.toString(id));
                });
        assertThat(orchestrator.admin().get("/audit").text()).contains("quarantine.replay");
    }

    @Test
    void anEntryThatIsNotThereCannotBeReplayed() {
        assertThat(orchestrator.admin().post("/quarantine/4711/replay").problem(404))
                .isEqualTo("Quarantined entry 4711 does not exist.");
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, ISO_8859_1);
    }

    private long quarantined(String... fields) {
        ByteBuffer all = ByteBuffer.allocate(1024);
        for (String field : fields) {
            all.putInt(field.length()).put(field.getBytes(ISO_8859_1));
        }
        byte[] kept = new byte[all.flip().remaining()];
        all.get(kept);
        return orchestrator
                .bean(JdbcClient.class)
                .sql("""
                insert into quarantine (stream, entry_id, fields, reason) values (?, '1-1', ?, 'it is no result')
                returning id
                """)
                .params(stream, kept)
                .query(Long.class)
                .single();
    }
}
