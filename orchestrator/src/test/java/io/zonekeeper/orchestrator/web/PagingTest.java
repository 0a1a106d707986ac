package io.zonekeeper.orchestrator.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.LiveCollector;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;

/** Lists of little things are paged as those of many are. */
class PagingTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private static final List<String> instances = new ArrayList<>();

    @BeforeAll
    static void fill() {
        for (int i = 0; i < 3; i++) {
            orchestrator.newGroup();
            String name = "n%d Ä".formatted(i);
            orchestrator
                    .admin()
                    .post("/credentials", Map.of("name", name, "username", "u", "password", "p"))
                    .expect(201);
            orchestrator
                    .admin()
                    .post("/schedules", Map.of("name", name, "cron", "0 2 * * *", "zone", "UTC"))
                    .expect(201);
            orchestrator.userWithRole("viewer");
            beat("paging-" + UUID.randomUUID());
        }
    }

    @AfterAll
    static void forgetTheCollectors() {
        RedisClient redis = orchestrator.bean(RedisClient.class);
        instances.forEach(instance -> {
            LiveCollector.forget(redis, instance);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/groups, name",
        "/credentials, name",
        "/schedules, name",
        "/users, name",
        "/tokens, id",
        "/collectors, instance",
    })
    void eachIsSeenOnceAndInOrder(String path, String key) {
        List<String> all = new ArrayList<>();
        orchestrator
                .admin()
                .get(path + "?limit=500")
                .expect(200)
                .json()
                .path("items")
                .forEach(item -> all.add(item.path(key).asString()));
        assertThat(all).hasSizeGreaterThanOrEqualTo(3).doesNotHaveDuplicates();
        List<String> paged = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = orchestrator
                    .admin()
                    .get("%s?limit=1&after=%s".formatted(path, next))
                    .expect(200)
                    .json();
            assertThat(page.path("items").size()).isLessThanOrEqualTo(1);
            page.path("items").forEach(item -> paged.add(item.path(key).asString()));
            next = page.path("next").asString("");
        } while (!next.isEmpty() && paged.size() <= all.size());
        assertThat(paged).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({"/groups", "/credentials", "/schedules", "/users", "/tokens", "/collectors"})
    void aWrongPageIsAFieldError(String path) {
        assertThat(orchestrator.admin().get(path + "?limit=0").fieldError("limit"))
                .contains("1 to 500");
        assertThat(orchestrator.admin().get(path + "?after=x").fieldError("after"))
                .contains("\"x\"");
    }

    @Test
    void aTokensPlaceHasToBeANumber() {
        assertThat(orchestrator.admin().get("/tokens?after=WyJ4Il0").fieldError("after"))
                .contains("begin without it");
    }

    private static void beat(String instance) {
        instances.add(instance);
        LiveCollector.of(instance, List.of("paging"))
                .at("host", 1, "0.1.0")
                .slots(10)
                .beat(orchestrator, Duration.ofSeconds(120));
    }
}
