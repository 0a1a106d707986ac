package io.zonekeeper.devenv.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.devenv.fleet.DeviceSpec;
import io.zonekeeper.devenv.fleet.FakeDevice;
import io.zonekeeper.devenv.fleet.Platform;
import io.zonekeeper.devenv.stack.Api;
import io.zonekeeper.devenv.stack.Chain;
import io.zonekeeper.devenv.stack.Wait;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** An operator's whole first day by the API alone, as the first in its chain: what the pages do, without a browser. */
final class ApiDay {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ApiDay() {}

    static void passIn(Chain chain) throws Exception {
        Api api = chain.api();
        assertThat(api.get("/checks").path("items").findValuesAsString("state"))
                .hasSize(4)
                .containsOnly("ok");
        assertThat(steps(api)).containsExactly("credential");

        Chain.Group group = chain.createGroup(Map.of("description", "The first zone"));
        chain.startCollectors(group, 1);
        assertThat(api.get("/collectors").path("items").get(0).path("groups").toString())
                .contains(group.name());

        FakeDevice router =
                chain.fleet().add(DeviceSpec.of("first-router", Platform.JUNOS, Chain.USERNAME, Chain.PASSWORD));
        long credential = api.post(
                        "/credentials",
                        Map.of("name", "routers", "username", Chain.USERNAME, "password", "not this one"))
                .path("id")
                .asLong();
        long device = api.post(
                        "/devices",
                        Map.of(
                                "group", group.name(),
                                "name", router.name(),
                                "address", router.address(),
                                "port", router.port(),
                                "platform", "junos",
                                "credential", "routers"))
                .path("id")
                .asLong();

        JsonNode refused = loginTest(chain, device);
        assertThat(refused.path("state").asString()).isEqualTo("failure");
        assertThat(refused.path("attempts").toString()).contains("LOGIN_REFUSED");
        String path = "/credentials/" + credential;
        api.patch(path, Map.of("password", Chain.PASSWORD), api.etag(path));
        assertThat(loginTest(chain, device).path("state").asString()).isEqualTo("success");

        JsonNode schedule = api.post(
                "/schedules",
                Map.of("name", "Every night", "cron", "30 2 * * *", "zone", "Europe/Berlin", "group", group.name()));
        assertThat(schedule.path("next_fires").size()).isEqualTo(5);

        String key = UUID.randomUUID().toString();
        JsonNode run = api.post("/runs", Map.of("group", group.name()), key);
        assertThat(api.post("/runs", Map.of("group", group.name()), key)).isEqualTo(run);
        assertThat(chain.await(run.path("id").asString(), PATIENCE)
                        .path("counts")
                        .path("success")
                        .asInt())
                .isEqualTo(1);
        assertThat(steps(api)).containsExactly("backup", "collector", "credential", "devices", "group", "schedule");

        router.setRevision(2);
        chain.await(api.post("/runs", Map.of("group", group.name())).path("id").asString(), PATIENCE);
        assertThat(api.get("/devices/%d/versions".formatted(device))
                        .path("items")
                        .size())
                .isEqualTo(2);
        assertThat(api.text("/devices/%d/diff".formatted(device)))
                .startsWith("--- ")
                .contains("revision 1", "revision 2");
    }

    /** The job, when it has ended. */
    private static JsonNode loginTest(Chain chain, long device) {
        String job = chain.api()
                .post("/devices/%d/login-test".formatted(device), Map.of())
                .path("job_id")
                .asString();
        Set<String> ends = Set.of("success", "failure");
        return Wait.forValue(
                "the login test of device %d ended".formatted(device),
                PATIENCE,
                () -> Optional.of(chain.api().get("/jobs/" + job))
                        .filter(shown -> ends.contains(shown.path("state").asString())));
    }

    /** Those that are done. */
    private static Set<String> steps(Api api) {
        Set<String> done = new TreeSet<>();
        api.get("/first-steps").properties().forEach(step -> {
            if (step.getValue().asBoolean() && !step.getKey().equals("shown")) {
                done.add(step.getKey());
            }
        });
        return done;
    }
}
