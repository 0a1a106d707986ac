package io.zonekeeper.orchestrator.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

class QuarantinePageTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedWithoutTicks();

    private static final String STREAM = "test:" + UUID.randomUUID();
    private static Browser admin;

    @BeforeAll
    static void logIn() {
        admin = new Browser(orchestrator.url());
        admin.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
    }

    @AfterAll
    static void close() {
        orchestrator.bean(RedisClient.class).del(STREAM);
        admin.close();
    }

    @Test
    void entriesAreReplayedAndLettersDismissed() {
        assertThat(admin.get("/quarantine").body()).contains("Nothing in quarantine", "No dead letter");
        long entry = orchestrator
                .jdbc()
                .sql("""
                        insert into quarantine (stream, entry_id, fields, reason)
                        values (:stream, '1-1', decode('00000001610000000768696464656e21', 'hex'), 'no <i>result</i>') returning id
                        """)
                .param("stream", STREAM)
                .query(Long.class)
                .single();
        long letter = orchestrator.jdbc().sql("""
                        insert into dead_letter (queue, reason, message_id, type, headers, body)
                        values ('collector.group.x', 'rejected', 'm-1', 'odd', '{"a":"<b>"}', 'hidden!'::bytea) returning id
                        """).query(Long.class).single();
        String page = admin.get("/quarantine").body();
        assertThat(page)
                .contains("no &lt;i&gt;result&lt;/i&gt;", "1-1", "rejected", "&lt;b&gt;", "Replay entry " + entry)
                .doesNotContain("hidden!");

        admin.submit("/quarantine", "/quarantine/%d/replay".formatted(entry), Map.of());
        assertThat(admin.get("/quarantine").body()).contains("Entry %d is on its way again".formatted(entry));
        assertThat(orchestrator.bean(RedisClient.class).xlen(STREAM)).isEqualTo(1);
        assertThat(admin.submit("/quarantine", "/quarantine/999999/replay", Map.of())
                        .statusCode())
                .isEqualTo(404);

        String dismiss = "/dead-letters/%d/dismiss".formatted(letter);
        admin.submit("/quarantine", dismiss, Map.of());
        assertThat(admin.get("/quarantine").body())
                .contains("Letter %d is dismissed.".formatted(letter), "No dead letter");
        assertThat(admin.submit("/quarantine", dismiss, Map.of()).statusCode()).isEqualTo(404);
        assertThat(admin.get("/audit").body()).contains("quarantine.replay", "dead-letter.dismiss");
    }
}
