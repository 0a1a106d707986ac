package io.zonekeeper.orchestrator.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImportPageTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private final Browser browser = new Browser(orchestrator.url());
    private String group;

    @BeforeEach
    void logIn() {
        browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
        group = orchestrator.newGroup();
    }

    @AfterEach
    void close() {
        browser.close();
    }

    private String send(String csv, Map<String, String> more) {
        Map<String, String> fields =
                new HashMap<>(Map.of("format", "csv", "source", "list", "group", group, "platform", "ios"));
        fields.putAll(more);
        var answer = browser.upload("/imports", "/imports", fields, csv.getBytes(UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void aFileIsCheckedThenTakenOverAsShown() {
        assertThat(browser.get("/imports").body())
                .contains("Check the file", "id=\"column.name\"", "multipart/form-data");
        String csv = "name,address,colour\nfw-01,192.0.2.1,<script>red</script>\nbad name,192.0.2.2,x\n";
        String shown = send(csv, Map.of());
        assertThat(shown)
                .contains("What would happen", "fw-01", "bad name", "name=\"skip_errors\"", "Not read:", "colour")
                .doesNotContain("<html", "<script>");
        String digest = shown.replaceAll("(?s).*name=\"expected\" value=\"([0-9a-f]+)\".*", "$1");
        assertThat(send(csv, Map.of("apply", "true", "expected", digest))).contains("bad name", "role=\"alert\"");
        assertThat(send(csv.replace("192.0.2.1", "192.0.2.9"), Map.of("apply", "true", "expected", digest)))
                .contains("not as it was");
        assertThat(send(csv, Map.of("apply", "true", "expected", digest, "skip_errors", "true")))
                .contains("Taken over", "/devices?source=list");
        assertThat(browser.get("/devices?source=list").body()).contains("fw-01", "1 device");
    }

    @Test
    void aWrongFileAndAWrongColumnAreNamed() {
        assertThat(send("", Map.of())).contains("No file is chosen");
        assertThat(send("a,b\n1,2\n", Map.of())).contains("No column is the name");
        assertThat(send("name\nr1\n", Map.of("column.address", "nowhere"))).contains("&quot;nowhere&quot;");
        assertThat(browser.submit("/imports", "/imports", Map.of("format", "csv", "source", "x"))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void theExportIsSavedAsAFile() {
        var answer = browser.get("/devices/export.csv?q=nothing-like-it");
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .contains("devices.csv");
        assertThat(answer.body()).startsWith("group,name,address");
    }
}
