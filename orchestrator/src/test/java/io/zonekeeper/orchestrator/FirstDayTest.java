package io.zonekeeper.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/** The way a newcomer takes through the pages, in a real browser. */
class FirstDayTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture();

    private static Chrome chrome;
    private static ChromeDriver browser;

    @BeforeAll
    static void open() throws IOException {
        chrome = new Chrome();
        browser = chrome.driver();
    }

    @AfterAll
    static void close() throws IOException {
        if (chrome != null) {
            chrome.close();
        }
    }

    @Test
    void fromTheLoginToARunAndADiff() {
        visit("/");
        type("username", OrchestratorFixture.ADMIN);
        type("password", OrchestratorFixture.ADMIN_PASSWORD);
        chrome.press("Log in");
        chrome.see("Towards the first backup");

        String group = orchestrator.newGroupName();
        follow("New group");
        type("name", group);
        chrome.press("Create group");
        chrome.see("shown only now");
        assertThat(browser.findElement(By.id("command")).getText())
                .contains("ZONEKEEPER_GROUP_KEYS='" + group + "=", "run --group " + group);
        chrome.see("Waiting for a collector of " + group);
        assertThat(browser.getCurrentUrl()).endsWith("/groups/" + group);

        String instance = beat(group);
        chrome.see("1 collector online");
        chrome.see(instance);

        follow("Add devices");
        assertThat(browser.findElement(By.cssSelector("#group option:checked")).getText())
                .isEqualTo(group);
        type("name", "fw 01");
        chrome.press("Add device");
        chrome.see("name \"fw 01\" is not valid");
        browser.findElement(By.id("name")).clear();
        type("name", "fw-01");
        type("address", "192.0.2.1");
        type("platform", "noop");
        chrome.press("Add device");
        chrome.see("Device fw-01 is added.");

        chrome.press("Run now");
        chrome.see("0 of 1");
        chrome.see("fw-01");

        Stored stored = new Stored(orchestrator.jdbc());
        long device = orchestrator
                .jdbc()
                .sql("select id from device")
                .query(Long.class)
                .single();
        stored.version(device, "hostname a\n<script>document.title='broken'</script>\n");
        stored.version(device, "hostname b\n<script>document.title='broken'</script>\n");
        visit("/devices/" + device);
        follow("Compare");
        chrome.see("1 line added, 1 removed");
        assertThat(browser.findElement(By.cssSelector("tr.added")).getText()).contains("+", "hostname b");
        assertThat(browser.getTitle()).isEqualTo("Changes of fw-01 · Zonekeeper");

        everyPageFitsANarrowScreenAndKeepsThePolicy(group, device);
    }

    private static void everyPageFitsANarrowScreenAndKeepsThePolicy(String group, long device) {
        browser.manage().logs().get("browser");
        for (int width : List.of(1280, 390)) {
            chrome.resize(width);
            for (String page : List.of(
                    "/",
                    "/groups",
                    "/groups/" + group,
                    "/groups/-new",
                    "/devices",
                    "/devices/" + device,
                    "/devices/" + device + "/edit",
                    "/devices/" + device + "/versions",
                    "/credentials",
                    "/credentials/new",
                    "/schedules",
                    "/schedules/new",
                    "/runs",
                    "/collectors")) {
                visit(page);
                assertThat(chrome.overflow()).as("%s at %d", page, width).isZero();
            }
        }
        assertThat(browser.manage().logs().get("browser").getAll())
                .noneMatch(entry -> entry.getMessage().contains("Content Security Policy"));
    }

    private static String beat(String group) {
        String instance = "walk-" + UUID.randomUUID().toString().substring(0, 8);
        LiveCollector.of(instance, List.of(group))
                .at("jump-host", 1, "0.1.0")
                .slots(200)
                .beat(orchestrator, Duration.ofSeconds(60));
        return instance;
    }

    private static void visit(String path) {
        browser.get(orchestrator.url() + path);
    }

    private static void type(String field, String text) {
        browser.findElement(By.name(field)).sendKeys(text);
    }

    private static void follow(String word) {
        chrome.click(By.xpath("//main//a[normalize-space()='%s']".formatted(word)));
    }
}
