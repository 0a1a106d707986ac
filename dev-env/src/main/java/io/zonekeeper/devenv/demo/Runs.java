package io.zonekeeper.devenv.demo;

import io.zonekeeper.devenv.stack.Api;
import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.Stack;
import io.zonekeeper.devenv.stack.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Starts runs through the public API and waits for them. */
final class Runs {

    private static final Duration FIRE_PATIENCE = Duration.ofSeconds(75);
    private static final Duration RUN_PATIENCE = Duration.ofSeconds(120);

    private final Api api;
    private final List<Program> programs;

    /** @param programs whose end ends every wait */
    Runs(Api api, List<Program> programs) {
        this.api = api;
        this.programs = programs;
    }

    /** Lets a schedule fire once, at the next minute. Returns the id of its run. */
    String bySchedule() {
        JsonNode schedule = api.post("/schedules", Map.of("name", "every-minute", "cron", "* * * * *", "zone", "UTC"));
        System.out.println(
                "       the schedule fires at " + schedule.path("next_fire_at").asString());
        String run = Wait.forValue("the schedule fired", FIRE_PATIENCE, () -> {
            programs.forEach(Stack::requireRunning);
            return items("/runs").stream()
                    .filter(each -> each.path("trigger").asString().equals("schedule"))
                    .map(each -> each.path("id").asString())
                    .findFirst();
        });
        api.patch("/schedules/" + schedule.path("id").asLong(), Map.of("enabled", false));
        return run;
    }

    /** Returns the id of the run. */
    String byHand() {
        return api.post("/runs", Map.of("all", true)).path("id").asString();
    }

    /** Returns its jobs when all have ended. */
    List<JsonNode> await(String run) {
        Wait.forValue("run %s finished".formatted(run), RUN_PATIENCE, () -> {
            programs.forEach(Stack::requireRunning);
            JsonNode state = api.get("/runs/" + run);
            return state.path("finished_at").isNull() ? Optional.empty() : Optional.of(state);
        });
        return items("/runs/" + run + "/jobs?limit=500");
    }

    private List<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        api.get(path).path("items").forEach(items::add);
        return items;
    }
}
