package io.zonekeeper.orchestrator.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.LiveCollector;
import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;

class GroupWorkTest {

    private static final ManualClock clock = OrchestratorFixture.CLOCK;

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedByHand();

    private final String instance = "work-" + UUID.randomUUID();

    @AfterEach
    void forget() {
        LiveCollector.forget(orchestrator.bean(RedisClient.class), instance);
    }

    private void beat(List<String> groups, Map<String, String> refused, boolean draining, List<TaskId> running) {
        LiveCollector.of(instance, groups)
                .refusing(refused)
                .running(running)
                .draining(draining)
                .beat(orchestrator.bean(RedisClient.class), clock.instant(), Duration.ofSeconds(60));
        clock.advance(Duration.ofSeconds(1));
    }

    private static JsonNode shown(String group) {
        return orchestrator.admin().get("/groups/" + group).expect(200).json();
    }

    private static void job(String group, Instant notBefore, TaskId task) {
        UUID run = UUID.randomUUID();
        UUID job = UUID.randomUUID();
        orchestrator
                .jdbc()
                .sql("insert into run (id, trigger, requested_by, job_count) values (:run, 'manual', 'admin', 1)")
                .param("run", run)
                .update();
        orchestrator
                .jdbc()
                .sql("""
                        with j as (
                            insert into job (id, run_id, kind, group_id, task_identifier, not_before)
                            select :job, :run, 'backup', id, 'backup:1:x', :at from collector_group where name = :group
                            returning id, group_id)
                        insert into attempt (task_id, job_id, group_id, number) select :task, id, group_id, 1 from j
                        """)
                .param("job", job)
                .param("run", run)
                .param("at", notBefore.atOffset(java.time.ZoneOffset.UTC))
                .param("group", group)
                .param("task", task.value())
                .update();
    }

    @Test
    void aGroupShowsWhatWaitsSinceWhenAndWhatRuns() {
        String group = orchestrator.newGroup();
        Instant now = clock.instant();
        TaskId running = TaskId.next(now);
        job(group, now.minusSeconds(600), running);
        job(group, now.minusSeconds(300), TaskId.next(now));
        job(group, now.plusSeconds(300), TaskId.next(now));
        beat(List.of(group), Map.of(), false, List.of(running));
        new Stored(orchestrator.jdbc()).version(new Stored(orchestrator.jdbc()).device(group, "fw-01"), "x\n");
        JsonNode shown = shown(group);
        assertThat(shown.path("running").asInt()).isEqualTo(1);
        assertThat(shown.path("waiting").asInt()).isEqualTo(2);
        assertThat(Instant.parse(shown.path("oldest_waiting_at").asString())).isEqualTo(now.minusSeconds(300));
        assertThat(shown.path("last_success_at").isNull()).isFalse();
        assertThat(shown.path("state").asString()).isEqualTo("online");
    }

    @Test
    void aGroupWhoseCollectorsDrainOrRefuseItIsDegraded() {
        String drained = orchestrator.newGroup();
        beat(List.of(drained), Map.of(), true, List.of());
        assertThat(shown(drained).path("state").asString()).isEqualTo("degraded");
        String refused = orchestrator.newGroup();
        beat(List.of(), Map.of(refused, "no key"), false, List.of());
        assertThat(shown(refused).path("state").asString()).isEqualTo("offline");
        beat(List.of(drained), Map.of(), false, List.of());
        assertThat(shown(drained).path("state").asString()).isEqualTo("online");
    }

    @Test
    void whoWaitsForACollectorForTwoMinutesIsToldWhereToLook() {
        String group = orchestrator.newGroup();
        try (Browser browser = new Browser(orchestrator.url())) {
            browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            assertThat(browser.get("/groups/" + group).body())
                    .contains("Waiting for a collector")
                    .doesNotContain("Nothing heard yet?");
            clock.advance(Duration.ofMinutes(3));
            assertThat(browser.get("/groups/" + group).body()).contains("Nothing heard yet?");
            beat(List.of(group), Map.of(), false, List.of());
            assertThat(browser.get("/groups/" + group).body())
                    .contains("1 collector online")
                    .doesNotContain("Nothing heard yet?");
        }
    }
}
