package io.zonekeeper.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class ScheduleTickTest {

    private static final ManualClock clock = new ManualClock();

    @RegisterExtension
    static final OrchestratorFixture orchestrator =
            new OrchestratorFixture().at(clock).with("ZONEKEEPER_TICKING", "false");

    private String group;

    @BeforeEach
    void makeGroup() {
        orchestrator.jdbc().sql("update schedule set enabled = false").update();
        group = orchestrator.newGroup();
        clock.set(Instant.parse("2027-03-01T00:00:00Z").plus(Duration.ofDays(count++ * 10L)));
    }

    private static int count;

    private static ScheduleTick ticker() {
        return orchestrator.bean(ScheduleTick.class);
    }

    private static void tickAll() {
        for (int i = 0; i < 1000; i++) {
            if (!ticker().tick()) {
                return;
            }
        }
        throw new AssertionError("The ticker finds something due without end.");
    }

    private List<Long> newDevices(int devices) {
        return orchestrator
                .jdbc()
                .sql("""
                        insert into device (group_id, name, address, port, platform)
                        select g.id, 'd' || n, '10.0.0.1', n, 'noop'
                        from collector_group g cross join generate_series(1, :count) n where g.name = :group
                        returning id
                        """)
                .param("group", group)
                .param("count", devices)
                .query(Long.class)
                .list();
    }

    private JsonNode schedule(String cron, Map<String, Object> more) {
        Map<String, Object> form =
                new HashMap<>(Map.of("name", "s-" + UUID.randomUUID(), "cron", cron, "zone", "UTC", "group", group));
        form.putAll(more);
        return orchestrator.admin().post("/schedules", form).expect(201).json();
    }

    private record Fired(Instant fireAt, int jobs, String note) {}

    private static List<Fired> fired(JsonNode schedule) {
        return orchestrator
                .jdbc()
                .sql("select fire_at, job_count, note from run where schedule_id = :id order by fire_at")
                .param("id", schedule.path("id").asLong())
                .query((row, _) -> new Fired(
                        row.getTimestamp("fire_at").toInstant(), row.getInt("job_count"), row.getString("note")))
                .list();
    }

    private void finishJobs() {
        orchestrator
                .jdbc()
                .sql("update job set finished_at = now(), due_at = null")
                .update();
    }

    @Test
    void aScheduleFiresAtItsTimeWithOneJobForEachEnabledDevice() {
        List<Long> devices = newDevices(3);
        orchestrator
                .jdbc()
                .sql("update device set enabled = false where id = :id")
                .param("id", devices.get(2))
                .update();
        JsonNode schedule = schedule("30 2 * * *", Map.of());
        Instant fire = clock.instant().plus(Duration.ofMinutes(150));
        assertThat(schedule.path("next_fire_at").asString()).isEqualTo(fire.toString());
        assertThat(schedule.path("next_fires")).hasSize(5);

        clock.set(fire.minusMillis(1));
        tickAll();
        assertThat(fired(schedule)).isEmpty();
        clock.set(fire);
        tickAll();
        tickAll();
        assertThat(fired(schedule)).containsExactly(new Fired(fire, 2, ""));
        assertThat(orchestrator
                        .jdbc()
                        .sql("""
                        select task_identifier from job j join run r on r.id = j.run_id where r.schedule_id = :id order by device_id
                        """)
                        .param("id", schedule.path("id").asLong())
                        .query(String.class)
                        .list())
                .containsExactly(
                        "backup:%d:%s".formatted(devices.get(0), fire), "backup:%d:%s".formatted(devices.get(1), fire));
    }

    @Test
    void twoTickersFireEachTimeOnceAndMissNone() throws Exception {
        newDevices(2);
        List<JsonNode> schedules = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            schedules.add(schedule("*/5 * * * *", Map.of("overlap", "queue")));
        }
        try (ExecutorService tickers = Executors.newFixedThreadPool(2)) {
            for (int minute = 0; minute < 4; minute++) {
                clock.advance(Duration.ofMinutes(5));
                List<Future<?>> both =
                        List.of(tickers.submit(ScheduleTickTest::tickAll), tickers.submit(ScheduleTickTest::tickAll));
                for (Future<?> one : both) {
                    one.get();
                }
                tickAll();
            }
        }
        for (JsonNode schedule : schedules) {
            assertThat(fired(schedule))
                    .hasSize(4)
                    .allSatisfy(run -> assertThat(run.jobs()).isEqualTo(2));
        }
    }

    @Test
    void missedTimesAreMadeUpForByOneRunNow() {
        newDevices(1);
        JsonNode schedule = schedule("0 * * * *", Map.of());
        Instant first = clock.instant().plus(Duration.ofHours(1));
        clock.advance(Duration.ofMinutes(5 * 60 + 20));
        tickAll();
        assertThat(fired(schedule)).containsExactly(new Fired(first, 1, ""));
        assertThat(orchestrator
                        .admin()
                        .get("/schedules/" + schedule.path("id").asLong())
                        .json()
                        .path("next_fire_at")
                        .asString())
                .isEqualTo(first.plus(Duration.ofHours(5)).toString());
    }

    @Test
    void missedTimesAreSkippedWhereTheScheduleSaysSo() {
        newDevices(1);
        JsonNode schedule = schedule("0 * * * *", Map.of("misfire", "skip"));
        clock.advance(Duration.ofMinutes(62));
        tickAll();
        assertThat(fired(schedule)).singleElement().satisfies(run -> {
            assertThat(run.jobs()).isZero();
            assertThat(run.note()).contains("skipped");
        });
    }

    @Test
    void aTickLateByLessThanAMinuteMissesNothing() {
        newDevices(1);
        JsonNode schedule = schedule("* * * * *", Map.of("misfire", "skip", "overlap", "queue"));
        clock.advance(Duration.ofSeconds(119));
        tickAll();
        clock.advance(Duration.ofSeconds(50));
        tickAll();
        assertThat(fired(schedule))
                .hasSize(2)
                .allSatisfy(run -> assertThat(run.jobs()).isEqualTo(1));
    }

    @Test
    void aRunStillOpenIsNotOvertaken() {
        newDevices(1);
        JsonNode schedule = schedule("0 * * * *", Map.of());
        clock.advance(Duration.ofHours(1));
        tickAll();
        clock.advance(Duration.ofHours(1));
        tickAll();
        assertThat(fired(schedule)).hasSize(2);
        assertThat(fired(schedule).get(1).jobs()).isZero();
        assertThat(fired(schedule).get(1).note()).contains("the run before has not finished");
        finishJobs();
        clock.advance(Duration.ofHours(1));
        tickAll();
        assertThat(fired(schedule).get(2).jobs()).isEqualTo(1);
    }

    @Test
    void jitterSpreadsJobsOverItsWindowAlwaysAtTheSamePlace() {
        newDevices(200);
        JsonNode schedule = schedule("0 * * * *", Map.of("jitter_seconds", 600, "overlap", "queue"));
        clock.advance(Duration.ofHours(1));
        tickAll();
        clock.advance(Duration.ofHours(1));
        tickAll();
        List<List<Long>> offsets = orchestrator
                .jdbc()
                .sql("""
                        select extract(epoch from j.not_before - r.fire_at)::bigint as offset_seconds, r.fire_at, j.device_id
                        from job j join run r on r.id = j.run_id where r.schedule_id = :id order by r.fire_at, j.device_id
                        """)
                .param("id", schedule.path("id").asLong())
                .query((row, _) -> row.getLong(1))
                .list()
                .stream()
                .collect(java.util.stream.Collectors.collectingAndThen(
                        java.util.stream.Collectors.toList(),
                        all -> List.of(all.subList(0, 200), all.subList(200, 400))));
        assertThat(offsets.get(0)).isEqualTo(offsets.get(1)).allMatch(offset -> offset >= 0 && offset <= 600);
        assertThat(offsets.get(0).stream().mapToLong(Long::longValue).max().orElseThrow())
                .isGreaterThan(500);
        assertThat(offsets.get(0).stream().distinct().count()).isGreaterThan(100);
    }

    @Test
    void aScheduleForAllGroupsTakesEveryEnabledDevice() {
        newDevices(2);
        String other = group;
        group = orchestrator.newGroup();
        newDevices(3);
        JsonNode schedule = orchestrator
                .admin()
                .post("/schedules", Map.of("name", "all-" + other, "cron", "0 1 * * *", "zone", "UTC"))
                .expect(201)
                .json();
        assertThat(schedule.path("group").isNull()).isTrue();
        clock.advance(Duration.ofHours(1));
        tickAll();
        assertThat(fired(schedule))
                .singleElement()
                .satisfies(run -> assertThat(run.jobs()).isGreaterThanOrEqualTo(5));
    }

    @Test
    void aDisabledOrDeletedScheduleDoesNotFire() {
        newDevices(1);
        JsonNode disabled = schedule("0 * * * *", Map.of("enabled", false));
        JsonNode deleted = schedule("0 * * * *", Map.of());
        orchestrator.admin().delete("/schedules/" + deleted.path("id").asLong()).expect(204);
        clock.advance(Duration.ofHours(2));
        tickAll();
        assertThat(fired(disabled)).isEmpty();
        assertThat(fired(deleted)).isEmpty();
        assertThat(disabled.path("next_fire_at").isNull()).isTrue();
        assertThat(orchestrator
                        .admin()
                        .patch("/schedules/" + disabled.path("id").asLong(), Map.of("enabled", true))
                        .expect(200)
                        .json()
                        .path("next_fire_at")
                        .asString())
                .isEqualTo(clock.instant().plus(Duration.ofHours(1)).toString());
    }

    @Test
    void whatIsWrongIsNamedFieldByField() {
        var answer = orchestrator
                .admin()
                .post(
                        "/schedules",
                        Map.of(
                                "name",
                                "x",
                                "cron",
                                "0 2 1 * MON",
                                "zone",
                                "Mars/Base",
                                "group",
                                "no-such-group",
                                "jitter_seconds",
                                -1,
                                "misfire",
                                "later",
                                "overlap",
                                "never"));
        assertThat(answer.fieldError("zone")).contains("Mars/Base");
        assertThat(answer.fieldError("group")).contains("no-such-group");
        assertThat(answer.fieldError("jitter_seconds")).contains("-1");
        assertThat(answer.fieldError("misfire")).contains("later");
        assertThat(answer.fieldError("overlap")).contains("never");
        assertThat(orchestrator
                        .admin()
                        .post("/schedules", Map.of("name", "x", "cron", "0 2 1 * MON", "zone", "UTC"))
                        .fieldError("cron"))
                .contains("both set");
    }

    @Test
    void aTagNarrowsAScheduleToTheDevicesThatHaveIt() {
        List<Long> devices = newDevices(4);
        orchestrator
                .jdbc()
                .sql("update device set tags = array['core'] where id in (:ids)")
                .param("ids", devices.subList(0, 3))
                .update();
        orchestrator
                .jdbc()
                .sql("update device set enabled = false where id = :id")
                .param("id", devices.getFirst())
                .update();
        JsonNode schedule = schedule("0 1 * * *", Map.of("tag", "Core"));
        assertThat(schedule.path("tag").asString()).isEqualTo("core");
        assertThat(schedule.path("device_count").asInt()).isEqualTo(2);
        clock.advance(Duration.ofMinutes(60));
        tickAll();
        assertThat(fired(schedule)).extracting(Fired::jobs).containsExactly(2);

        Map<String, Object> everywhere = new HashMap<>(
                Map.of("name", "s-" + UUID.randomUUID(), "cron", "0 3 * * *", "zone", "UTC", "tag", "core"));
        JsonNode all =
                orchestrator.admin().post("/schedules", everywhere).expect(201).json();
        assertThat(all.path("device_count").asInt()).isEqualTo(2);
        clock.advance(Duration.ofMinutes(120));
        tickAll();
        assertThat(fired(all)).extracting(Fired::jobs).containsExactly(2);
        orchestrator.jdbc().sql("update device set tags = '{}'").update();
        assertThat(orchestrator
                        .admin()
                        .patch("/schedules/" + all.path("id").asLong(), "{\"tag\":null}")
                        .expect(200)
                        .json()
                        .path("tag")
                        .isNull())
                .isTrue();
        assertThat(orchestrator
                        .admin()
                        .post("/schedules", Map.of("name", "x", "cron", "0 2 * * *", "zone", "UTC", "tag", "a b"))
                        .fieldError("tag"))
                .contains("a b");
    }

    @Test
    void aTakenNameIsRefused() {
        JsonNode schedule = schedule("0 * * * *", Map.of());
        String name = schedule.path("name").asString();
        assertThat(orchestrator
                        .admin()
                        .post(
                                "/schedules",
                                Map.of(
                                        "name",
                                        name.toUpperCase(java.util.Locale.ROOT),
                                        "cron",
                                        "0 2 * * *",
                                        "zone",
                                        "UTC"))
                        .problem(409))
                .contains("choose another name");
    }
}
