package io.zonekeeper.orchestrator.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BrokerAwayTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator =
            new OrchestratorFixture().with("ZONEKEEPER_AMQP_URL", "amqp://guest:guest@127.0.0.1:1//");

    @Test
    void aGroupIsNotHalfMade() {
        assertThat(orchestrator.admin().post("/groups", Map.of("name", "dmz")).problem(503))
                .contains("RabbitMQ", "\"dmz\" is not made");
        assertThat(orchestrator.admin().get("/groups").expect(200).json().path("items"))
                .isEmpty();
        assertThat(orchestrator.admin().get("/audit").text()).doesNotContain("group.create");
        assertThat(orchestrator
                        .jdbc()
                        .sql("select count(*) from group_key")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void theRestGoesOn() {
        orchestrator.admin().get("/devices").expect(200);
        orchestrator
                .admin()
                .post("/credentials", Map.of("name", "core", "username", "backup", "password", "x"))
                .expect(201);
    }
}
