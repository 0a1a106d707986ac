package io.zonekeeper.orchestrator.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.access.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DeviceListTest {

    private static final int DEVICES = 10_000;

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private static Api admin;
    private static String group;

    /** Every third one never was backed up, every seventh is disabled, every hundredth has a tag of its own. */
    @BeforeAll
    static void fill() {
        admin = orchestrator.admin();
        group = orchestrator.newGroup();
        String other = orchestrator.newGroup();
        orchestrator
                .jdbc()
                .sql("""
                        insert into device (group_id, name, address, port, platform, enabled, tags, source, source_gone_at)
                        select g.id, 'Dev-' || lpad(n::text, 5, '0'), '10.' || n % 7 || '.' || n / 250 || '.' || n % 250, 0,
                            case when n % 5 = 0 then 'junos' else 'cisco-ios' end, n % 7 <> 0,
                            case when n % 100 = 0 then array['rare'] else array['usual'] end,
                            case when n % 2 = 0 then 'netbox' end, case when n % 500 = 0 then now() end
                        from generate_series(1, :count) n
                        join collector_group g on g.name = case when n % 4 = 0 then :other else :group end
                        """)
                .param("count", DEVICES)
                .param("group", group)
                .param("other", other)
                .update();
        orchestrator.jdbc().sql("""
                insert into device_state (device_id, last_status, last_success_at, last_changed_at)
                select id, case when id % 11 = 0 then 'failure' else 'success' end, now() - id * interval '1 minute',
                    case when id % 2 = 0 then now() - id * interval '1 hour' end
                from device where id % 3 <> 0
                """).update();
        orchestrator.jdbc().sql("analyze").update();
    }

    private static long count(String query) {
        long seen = 0;
        String after = "";
        do {
            JsonNode page = admin.get("/devices?limit=500&after=" + after + "&" + query)
                    .expect(200)
                    .json();
            seen += page.path("items").size();
            after = page.path("next").isNull() ? "" : page.path("next").asString();
        } while (!after.isEmpty());
        return seen;
    }

    private static long stored(String condition) {
        return orchestrator
                .jdbc()
                .sql(
                        "select count(*) from device d left join device_state s on s.device_id = d.id where d.deleted_at is null and "
                                + condition)
                .query(Long.class)
                .single();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tag=RARE | tags @> array['rare']",
                "platform=junos&enabled=true | platform = 'junos' and enabled",
                "status=failing | enabled and last_status = 'failure'",
                "status=never | enabled and last_status is null",
                "status=disabled | not enabled",
                "gone=true | source_gone_at is not null",
                "gone=false&source=netbox | source = 'netbox' and source_gone_at is null",
                "source=- | source is null",
                "q=dev-0001 | name ilike '%dev-0001%'",
            })
    void aFilterFindsAllThatFitAndNoOther(String query, String condition) {
        assertThat(count(query)).isPositive().isEqualTo(stored(condition));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "-name",
                "address",
                "platform",
                "-platform",
                "last_backup",
                "-last_backup",
                "-last_change"
            })
    void everyOrderIsReadToItsEndEachDeviceOnce(String sort) {
        List<Long> seen = new ArrayList<>();
        List<String> values = new ArrayList<>();
        String after = "";
        String field = sort.replace("-", "");
        do {
            JsonNode page = admin.get("/devices?limit=500&tag=rare&sort=" + sort + "&after=" + after)
                    .expect(200)
                    .json();
            page.path("items").forEach(device -> {
                seen.add(device.path("id").asLong());
                values.add(
                        switch (field) {
                            case "last_backup" ->
                                device.path("state").path("last_success_at").asString();
                            case "last_change" ->
                                device.path("state").path("last_changed_at").asString();
                            default -> device.path(field).asString().toLowerCase(Locale.ROOT);
                        });
            });
            after = page.path("next").isNull() ? "" : page.path("next").asString();
        } while (!after.isEmpty());
        assertThat(seen).hasSize(DEVICES / 100).doesNotHaveDuplicates();
        Comparator<String> order = Comparator.naturalOrder();
        assertThat(values).isSortedAccordingTo(sort.startsWith("-") ? order.reversed() : order);
    }

    @Test
    void aPlaceInOneOrderIsNoneInAnother() {
        String next =
                admin.get("/devices?sort=name&limit=1").json().path("next").asString();
        assertThat(admin.get("/devices?sort=-name&limit=1&after=" + next).fieldError("after"))
                .contains("no \"next\" of this list");
        assertThat(admin.get("/devices?sort=colour").fieldError("sort")).contains("colour", "last_backup");
        assertThat(admin.get("/devices?status=colour").fieldError("status")).contains("colour", "failing");
        assertThat(admin.get("/devices?gone=maybe").fieldError("gone")).contains("maybe");
    }

    @ParameterizedTest
    @CsvSource({
        "name, device_listed",
        "-name, device_listed",
        "address, device_address_listed",
        "platform, device_platform"
    })
    void aPageAnywhereIsReadFromAnIndex(String sort, String index) {
        DeviceOrder order = DeviceOrder.parse(sort);
        String plan = String.join(
                "\n",
                orchestrator
                        .jdbc()
                        .sql("explain select " + Devices.COLUMNS + order.columns() + " " + Devices.FROM + order.after()
                                + order.orderBy() + " limit 51")
                        .param(
                                "after0",
                                sort.equals("platform") ? "cisco-ios" : sort.equals("address") ? "10.3" : "dev-05000")
                        .param("after1", 5000L)
                        .query(String.class)
                        .list());
        assertThat(plan).contains(index).doesNotContain("Sort");
    }

    @Test
    void aRareTagIsFoundByItsIndex() {
        DeviceConditions conditions = DeviceConditions.of(
                Scope.all(), new DeviceFilter(null, null, null, "rare", null, null, null, null, null), Instant.EPOCH);
        String plan = String.join(
                "\n",
                orchestrator
                        .jdbc()
                        .sql("explain select d.id " + Devices.FROM + conditions.sql())
                        .params(conditions.parameters())
                        .query(String.class)
                        .list());
        assertThat(plan).contains("device_tags");
    }

    @Test
    void tagsAreKeptInLowerCaseEachOnceAndRefusedWhenTheyAreNone() {
        JsonNode device = admin.post(
                        "/devices",
                        Map.of(
                                "group",
                                group,
                                "name",
                                "t-" + UUID.randomUUID(),
                                "address",
                                "192.0.2.77",
                                "platform",
                                "noop",
                                "tags",
                                List.of("Site:A", "core", "CORE")))
                .expect(201)
                .json();
        assertThat(device.path("tags").toString()).isEqualTo("[\"core\",\"site:a\"]");
        String path = "/devices/" + device.path("id").asLong();
        assertThat(admin.patch(path, Map.of("tags", List.of("a b"))).fieldError("tags"))
                .contains("a b");
        assertThat(admin.patch(path, Map.of("enabled", false))
                        .expect(200)
                        .json()
                        .path("tags"))
                .hasSize(2);
        admin.delete(path).expect(204);
    }
}
