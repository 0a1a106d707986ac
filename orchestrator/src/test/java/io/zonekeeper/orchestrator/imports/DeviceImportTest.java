package io.zonekeeper.orchestrator.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class DeviceImportTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private Api admin;
    private String group;
    private String source;

    @BeforeEach
    void begin() {
        admin = orchestrator.admin();
        group = orchestrator.newGroup();
        source = "s-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private Api.Answer send(String csv, String more) {
        return admin.upload(
                "/imports?source=" + source + "&group=" + group + "&platform=ios" + more, csv.getBytes(UTF_8));
    }

    private JsonNode dryRun(String csv) {
        return send(csv, "&dry_run=true").expect(200).json();
    }

    private JsonNode take(String csv) {
        return send(csv, "").expect(200).json();
    }

    private static void assertCounts(JsonNode report, int created, int changed, int unchanged, int gone, int errors) {
        JsonNode counts = report.path("counts");
        assertThat(List.of(
                        counts.path("created").asInt(),
                        counts.path("changed").asInt(),
                        counts.path("unchanged").asInt(),
                        counts.path("gone").asInt(),
                        counts.path("errors").asInt()))
                .as(report.toString())
                .containsExactly(created, changed, unchanged, gone, errors);
    }

    private List<JsonNode> devices(String filter) {
        List<JsonNode> devices = new ArrayList<>();
        admin.get("/devices?limit=500&source=%s%s".formatted(source, filter))
                .expect(200)
                .json()
                .path("items")
                .forEach(devices::add);
        return devices;
    }

    private JsonNode device(String name) {
        return devices("").stream()
                .filter(device -> device.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(List<JsonNode> devices) {
        return devices.stream().map(device -> device.path("name").asString()).toList();
    }

    @Test
    void aDryRunChangesNothingAndTheSameFileTwiceChangesNothingMore() {
        String csv =
                "name,address,port,platform,tags,enabled\nr1,10.0.0.1,2222,iosxe,Core edge,yes\nr2,10.0.0.2/24,,junos,,no\n";
        assertCounts(dryRun(csv), 2, 0, 0, 0, 0);
        assertThat(devices("")).isEmpty();
        JsonNode report = take(csv);
        assertCounts(report, 2, 0, 0, 0, 0);
        assertThat(report.path("applied").asBoolean()).isTrue();
        JsonNode first = device("r1");
        assertThat(first.path("platform").asString()).isEqualTo("cisco-ios");
        assertThat(first.path("port").asInt()).isEqualTo(2222);
        assertThat(first.path("tags").toString()).isEqualTo("[\"core\",\"edge\"]");
        assertThat(device("r2").path("address").asString()).isEqualTo("10.0.0.2");
        assertThat(device("r2").path("enabled").asBoolean()).isFalse();
        long audited = audited("device.create");
        assertCounts(take(csv), 0, 0, 2, 0, 0);
        assertThat(audited("device.create")).isEqualTo(audited);
    }

    @Test
    void whatChangesIsShownFieldByFieldAndWhatTheFileDoesNotSayStays() {
        take("name,address,tags\nr1,10.0.0.1,core\n");
        admin.patch("/devices/" + device("r1").path("id").asLong(), Map.of("limit_seconds", 100))
                .expect(200);
        JsonNode report = dryRun("name,address,tags\nr1,10.0.0.9,\n");
        assertCounts(report, 0, 1, 0, 0, 0);
        assertThat(report.path("changed").get(0).path("fields").toString())
                .contains(
                        "\"address\"",
                        "10.0.0.1",
                        "10.0.0.9",
                        "{\"field\":\"tags\",\"before\":\"core\",\"after\":\"\"}")
                .doesNotContain("limit_seconds", "platform");
        take("name,address,tags\nr1,10.0.0.9,\n");
        assertThat(device("r1").path("limit_seconds").asInt()).isEqualTo(100);
        assertThat(device("r1").path("tags")).isEmpty();
        assertThat(lastAudits()).contains("device.change", "10.0.0.9");
    }

    @Test
    void aDeviceTheSourceDoesNotListIsFlaggedAndFoundAndNeverDeleted() {
        take("name,address\nr1,10.0.0.1\nr2,10.0.0.2\n");
        JsonNode report = take("name,address\nr1,10.0.0.1\n");
        assertCounts(report, 0, 0, 1, 1, 0);
        assertThat(names(devices("&gone=true"))).containsExactly("r2");
        assertThat(names(devices("&gone=false"))).containsExactly("r1");
        assertThat(device("r2").path("source_gone_at").isNull()).isFalse();
        assertThat(device("r2").path("enabled").asBoolean()).isTrue();
        assertCounts(take("name,address\nr1,10.0.0.1\n"), 0, 0, 1, 0, 0);
        JsonNode back = take("name,address\nr1,10.0.0.1\nr2,10.0.0.2\n");
        assertThat(back.path("counts").path("back").asInt()).isEqualTo(1);
        assertThat(devices("&gone=true")).isEmpty();
    }

    @Test
    void manyGoneAtOnceAreAskedFor() {
        StringBuilder csv = new StringBuilder("name,address\n");
        for (int i = 0; i < 20; i++) {
            csv.append("r%d,10.0.1.%d\n".formatted(i, i));
        }
        take(csv.toString());
        String part = String.join("\n", csv.toString().lines().limit(11).toList()) + "\n";
        assertThat(dryRun(part).path("confirm_gone").asInt()).isEqualTo(10);
        assertThat(send(part, "").problem(409)).contains("10 of 20", "confirm_gone=10");
        assertThat(send(part, "&confirm_gone=9").problem(409)).contains("10 of 20");
        assertThat(devices("&gone=true")).isEmpty();
        send(part, "&confirm_gone=10").expect(200);
        assertThat(devices("&gone=true")).hasSize(10);
    }

    @Test
    void fewGoneOrASmallPartAreNotAskedFor() {
        StringBuilder csv = new StringBuilder("name,address\n");
        for (int i = 0; i < 40; i++) {
            csv.append("r%d,10.0.1.%d\n".formatted(i, i));
        }
        take(csv.toString());
        String withoutEight = String.join("\n", csv.toString().lines().limit(33).toList()) + "\n";
        assertCounts(take(withoutEight), 0, 0, 32, 8, 0);
    }

    @Test
    void aHandfulIsNotAskedForHoweverLargeItsPart() {
        take("name,address\nr0,10.0.1.0\nr1,10.0.1.1\nr2,10.0.1.2\nr3,10.0.1.3\nr4,10.0.1.4\nr5,10.0.1.5\n");
        assertCounts(take("name,address\nr0,10.0.1.0\n"), 0, 0, 1, 5, 0);
    }

    @Test
    void errorsNameRowColumnValueAndReasonAndHoldTheFileBack() {
        admin.upload(
                        "/imports?source=other-%s&group=%s&platform=ios".formatted(source, group),
                        "name\ntheirs\n".getBytes(UTF_8))
                .expect(200);
        String csv = """
                name,IP,port,model,credential,enabled,group
                good,10.0.0.1,,ios,,,
                bad name,10.0.0.2,,ios,,,
                r3,http://x,,ios,,,
                r4,10.0.0.4,many,ios,,,
                r5,10.0.0.5,,iso,,,
                r6,10.0.0.6,,ios,nobody,,
                r7,10.0.0.7,,ios,,perhaps,
                r8,10.0.0.8,,ios,,,nowhere
                GOOD,10.0.0.9,,ios,,,
                r10,10.0.0.1,,ios,,,
                theirs,10.0.0.11,,ios,,,
                """;
        JsonNode report = dryRun(csv);
        assertCounts(report, 1, 0, 0, 0, 10);
        List<String> errors = new ArrayList<>();
        report.path("errors")
                .forEach(error -> errors.add("%s %s %s"
                        .formatted(
                                error.path("line").asInt(),
                                error.path("column").asString(),
                                error.path("value").asString())));
        assertThat(errors)
                .containsExactly(
                        "3 name bad name",
                        "4 IP http://x",
                        "5 port many",
                        "6 model iso",
                        "7 credential nobody",
                        "8 enabled perhaps",
                        "9 group nowhere",
                        "10 name GOOD",
                        "11 IP 10.0.0.1",
                        "12 name theirs");
        assertThat(report.path("errors").toString())
                .contains(
                        "Did you mean \\\"ios\\\"?", "upper and lower case make no difference", "the device in line 2");
        Api.Answer refused = send(csv, "");
        assertThat(refused.fieldError("line 3, name")).contains("bad name");
        assertThat(devices("")).isEmpty();
        send(csv, "&skip_errors=true").expect(200);
        assertThat(names(devices(""))).containsExactly("good");
    }

    @Test
    void rowsLeftOutFlagNothingAsGone() {
        take("name,address\nr1,10.0.0.1\nr2,10.0.0.2\n");
        JsonNode report = send("name,address\nr1,10.0.0.1\nr 2,10.0.0.3\n", "&skip_errors=true")
                .expect(200)
                .json();
        assertCounts(report, 0, 0, 1, 1, 1);
        assertThat(devices("&gone=true")).isEmpty();
    }

    @Test
    void twoDevicesMayExchangeNamesAndAddresses() {
        take("name,address\nr1,10.0.0.1\nr2,10.0.0.2\n");
        long first = device("r1").path("id").asLong();
        assertCounts(take("name,address\nr1,10.0.0.2\nr2,10.0.0.1\n"), 0, 2, 0, 0, 0);
        assertThat(device("r1").path("address").asString()).isEqualTo("10.0.0.2");
        assertThat(device("r1").path("id").asLong()).isEqualTo(first);
    }

    @Test
    void aRenamedAndAMovedDeviceStayTheSame() {
        String other = orchestrator.newGroup();
        take("group,name,address\n%s,r1,10.0.0.1\n%s,r2,10.0.0.2\n".formatted(group, group));
        long renamed = device("r1").path("id").asLong();
        long moved = device("r2").path("id").asLong();
        assertCounts(
                take("group,name,address\n%s,core-1,10.0.0.1\n%s,r2,10.9.0.2\n".formatted(group, other)),
                0,
                2,
                0,
                0,
                0);
        assertThat(device("core-1").path("id").asLong()).isEqualTo(renamed);
        assertThat(device("r2").path("id").asLong()).isEqualTo(moved);
        assertThat(device("r2").path("group").asString()).isEqualTo(other);
    }

    @Test
    void aDeviceAddedByHandIsAdopted() {
        admin.post("/devices", Map.of("group", group, "name", "r1", "address", "10.0.0.1", "platform", "cisco-ios"))
                .expect(201);
        assertCounts(take("name,address\nr1,10.0.0.1\n"), 0, 0, 1, 0, 0);
        assertThat(device("r1").path("source").asString()).isEqualTo(source);
    }

    @Test
    void anotherFileThanTheOneShownIsNotTakenOver() {
        String digest = dryRun("name,address\nr1,10.0.0.1\n").path("digest").asString();
        assertThat(send("name,address\nr1,10.0.0.2\n", "&expected=" + digest).problem(409))
                .contains("not as it was");
        send("name,address\nr1,10.0.0.1\n", "&expected=" + digest).expect(200);
    }

    @Test
    void anOxidizedListComesInWithItsModelsAndWithoutItsPasswords() {
        String list = "# our routers\nr1:10.0.0.1:ios:admin:canary-secret\nr2:10.0.0.2:junos\nr3:10.0.0.3:iso\n";
        JsonNode report =
                send(list, "&dry_run=true&format=oxidized").expect(200).json();
        assertCounts(report, 2, 0, 0, 0, 1);
        assertThat(report.toString()).doesNotContain("canary-secret").contains("not taken over", "Did you mean");
        send(list, "&skip_errors=true&format=oxidized").expect(200);
        assertThat(device("r2").path("platform").asString()).isEqualTo("junos");
        String mapped = "junos;r4;10.0.0.4;" + group + "\n";
        send(mapped, "&format=oxidized&delimiter=%3B&column.platform=1&column.name=2&column.address=3&column.group=4")
                .expect(200);
        assertThat(device("r4").path("address").asString()).isEqualTo("10.0.0.4");
    }

    @Test
    void theExportIsTheFormOfTheImportAndHoldsNoFormula() {
        admin.post("/credentials", Map.of("name", "=cmd|' /c calc'!A1 " + source, "username", "u", "password", "p"))
                .expect(201);
        take("name,address,port,platform,credential,tags,enabled,parameters\nr1,10.0.0.1,22,ios,=cmd|' /c calc'!A1 "
                + source + ",a b,no,\"x=1\ny=2\"\nr2,10.0.0.2,,ios,,,,\n");
        String csv =
                admin.get("/devices/export.csv?source=" + source).expect(200).text();
        assertThat(csv).contains("'=cmd").doesNotContain(",=cmd");
        assertThat(csv.lines().findFirst().orElse(""))
                .isEqualTo(
                        "group,name,address,port,platform,credential,tags,enabled,parameters,limit_seconds,max_bytes");
        assertCounts(take(csv), 0, 0, 2, 0, 0);
    }

    @Test
    void whatCannotBeReadIsRefusedWithASentence() {
        assertThat(send("", "").fieldError("file")).contains("empty");
        assertThat(send("name,address\n", "").fieldError("file")).contains("no device");
        assertThat(send("colour\nred\n", "").fieldError("column.name")).contains("colour");
        assertThat(send("name\nr1\n", "&format=xml").fieldError("format")).contains("xml");
        source = "a b".replace(" ", "%20");
        assertThat(send("name\nr1\n", "").fieldError("source")).contains("a b");
    }

    @Test
    void tenThousandRowsComeInAndOneOfThemChanges() {
        StringBuilder csv = new StringBuilder("name,address,tags\n");
        for (int i = 0; i < 10_000; i++) {
            csv.append("dev-%05d,10.%d.%d.%d,site-%d\n".formatted(i, i / 40_000, i / 200 % 200, i % 200, i % 50));
        }
        assertCounts(take(csv.toString()), 10_000, 0, 0, 0, 0);
        assertCounts(take(csv.toString().replace("dev-00007,10.0.0.7", "dev-00007,10.7.7.7")), 0, 1, 9_999, 0, 0);
        assertThat(admin.post("/devices/bulk", Map.of("action", "delete", "filter", Map.of("source", source)))
                        .expect(200)
                        .json()
                        .path("done")
                        .asInt())
                .isEqualTo(10_000);
    }

    private static long audited(String action) {
        return orchestrator
                .jdbc()
                .sql("select count(*) from audit_event where action = :action")
                .param("action", action)
                .query(Long.class)
                .single();
    }

    private String lastAudits() {
        return admin.get("/audit?limit=5").expect(200).text();
    }
}
