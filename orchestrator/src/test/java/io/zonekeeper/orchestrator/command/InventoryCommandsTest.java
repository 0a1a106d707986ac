package io.zonekeeper.orchestrator.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class InventoryCommandsTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedWithoutTicks();

    @TempDir
    private Path folder;

    private String group;
    private String source;

    @BeforeEach
    void begin() {
        group = orchestrator.newGroup();
        source = "s-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private Output imported(String csv, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("devices.csv"), csv);
        List<String> arguments = new ArrayList<>(
                List.of("import", file.toString(), "--source", source, "--group", group, "--platform", "ios"));
        arguments.addAll(List.of(more));
        return orchestrator.run(arguments.toArray(String[]::new));
    }

    private List<String> devices() {
        return orchestrator
                .admin()
                .get("/devices?group=" + group)
                .expect(200)
                .json()
                .path("items")
                .findValuesAsString("name");
    }

    @Test
    void exportWritesTheDevicesWithoutSecretsAndImportFindsThemUnchanged() throws Exception {
        orchestrator
                .admin()
                .post("/credentials", Map.of("name", "=core, \"all\"", "username", "backup", "password", "hunter2"))
                .expect(201);
        Map<String, Object> device = new HashMap<>(Map.of("group", group, "platform", "noop"));
        for (int i = 1; i <= 3; i++) {
            device.put("name", "r" + i);
            device.put("address", "10.0.0." + i);
            orchestrator.admin().post("/devices", device).expect(201);
            device.putAll(Map.of(
                    "credential",
                    "=core, \"all\"",
                    "port",
                    2222,
                    "enabled",
                    false,
                    "tags",
                    List.of("edge", "site:a"),
                    "parameters",
                    Map.of("vdom", "=root", "mode", "a=b, \"c\""),
                    "limit_seconds",
                    90,
                    "max_bytes",
                    1_000_000));
        }
        imported("name,address\nfrom-a-source,10.0.0.9\n");

        Output exported = orchestrator.run("export");
        assertThat(exported.code()).as(exported.err()).isZero();
        assertThat(exported.out().lines().filter(line -> line.startsWith(group)))
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).contains("r2", "10.0.0.2", group, "\"'=core, \"\"all\"\"\""));
        assertThat(exported.out()).doesNotContain("hunter2");
        Path file = folder.resolve("exported.csv");
        assertThat(orchestrator.run("export", "--file", file.toString()).err()).contains("Devices written: ");
        assertThat(Files.readString(file)).isEqualTo(exported.out());

        Output again = orchestrator.run("import", file.toString(), "--source", "round-trip", "--dry-run");
        assertThat(again.code()).as(again.out() + again.err()).isZero();
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains("0 new, 0 changed", "0 gone, 0 with errors");
    }

    @Test
    void aDryRunSaysWhatWouldBeAndTheImportDoesIt() throws Exception {
        String csv = "name,address\nr1,10.0.0.1\nr2,10.0.0.2\n";
        Output dry = imported(csv, "--dry-run");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out().lines())
                .containsExactly(
                        "new      %s/r1  10.0.0.1  cisco-ios".formatted(group),
                        "new      %s/r2  10.0.0.2  cisco-ios".formatted(group));
        assertThat(dry.err()).contains("Would be imported: 2 new");
        assertThat(devices()).isEmpty();

        Output done = imported(csv);
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).isEqualTo(dry.out());
        assertThat(done.err()).contains("Imported: 2 new, 0 changed");
        assertThat(devices()).containsExactly("r1", "r2");

        Output changed = imported("name,address\nr1,10.0.0.7\n", "-o", "json");
        assertThat(Json.MAPPER
                        .readTree(changed.out())
                        .path("counts")
                        .path("changed")
                        .asInt())
                .isEqualTo(1);
        assertThat(changed.err()).contains("0 new, 1 changed, 0 unchanged, 1 gone");
    }

    @Test
    void aRowWithAnErrorHoldsTheFileBackUnlessItIsLeftOut() throws Exception {
        String csv = "name,model\nr1,ios\nr2,iso\n";
        Output dry = imported(csv, "--dry-run");
        assertThat(dry.code()).isEqualTo(3);
        assertThat(dry.out())
                .contains("error    line 3, model  There is no platform \"iso\".", "Did you mean \"ios\"?");
        Output refused = imported(csv);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains("1 rows have errors", "--skip-errors")
                .doesNotContain("\tat ");
        assertThat(devices()).isEmpty();
        Output part = imported(csv, "--skip-errors");
        assertThat(part.code()).isEqualTo(1);
        assertThat(part.err()).contains("Imported: 1 new", "1 with errors");
        assertThat(devices()).containsExactly("r1");
    }

    @Test
    void aMassDisappearanceAsksFirst() throws Exception {
        String csv = IntStream.range(0, 10)
                .mapToObj("r%1$d,10.0.1.%1$d\n"::formatted)
                .collect(Collectors.joining("", "name,address\n", ""));
        assertThat(imported(csv).code()).isZero();
        String part = "name,address\nr0,10.0.1.0\n";
        assertThat(imported(part, "--dry-run").code()).isEqualTo(3);
        Output asked = imported(part);
        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.err()).contains("9 devices of source " + source, "--confirm-gone 9");
        Output confirmed = imported(part, "--confirm-gone", "9");
        assertThat(confirmed.code()).as(confirmed.err()).isZero();
        assertThat(confirmed.out().lines()).hasSize(9).allMatch(line -> line.startsWith("gone     " + group));
        assertThat(devices()).hasSize(10);
    }

    @Test
    void anOxidizedListIsReadWithItsColumns() throws Exception {
        Output done = imported(
                "ios;r1;10.0.0.1\n",
                "--format",
                "oxidized",
                "--delimiter",
                ";",
                "--column",
                "platform=1",
                "--column",
                "name=2",
                "--column",
                "address=3");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(devices()).containsExactly("r1");
    }

    @Test
    void whatIsWrongWithTheArgumentsIsASentence() throws Exception {
        Output format = imported("name\nr1\n", "--format", "xml");
        assertThat(format.code()).isEqualTo(2);
        assertThat(format.err()).contains("--format is \"xml\": use csv or oxidized.");
        Output missing = orchestrator.run("import", folder.resolve("none.csv").toString(), "--source", source);
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("FILE names", "none.csv");
        assertThat(orchestrator.run("import", "x.csv").code()).isEqualTo(2);
        assertThat(imported("colour\nred\n").err()).contains("No column is the name of the device");
    }

    @Test
    void aRedisThatIsAwayHoldsNothingBack() throws Exception {
        Path file = Files.writeString(folder.resolve("devices.csv"), "name,address\nr1,10.0.0.1\n");
        Map<String, String> settings = new HashMap<>(orchestrator.settings());
        settings.put("ZONEKEEPER_REDIS_URL", "redis://127.0.0.1:1/0");
        Output done = Output.of(
                new Environment(settings),
                "import",
                file.toString(),
                "--source",
                source,
                "--group",
                group,
                "--platform",
                "ios");
        assertThat(done.code()).as(done.err()).isZero();
    }
}
