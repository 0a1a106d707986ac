package io.zonekeeper.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.RedisKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import redis.clients.jedis.RedisClient;

/** The way a newcomer takes through the pages, in a real browser. */
class FirstDayTest {

    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration LONG = Duration.ofSeconds(15);

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture();

    private static Path profile;
    private static ChromeDriver browser;

    @BeforeAll
    static void open() throws IOException {
        assertThat(DRIVER)
                .as("chromedriver: run dev-env/test, which installs chromium and chromium-driver")
                .exists();
        profile = Files.createTempDirectory("zonekeeper-browser");
        ChromeOptions options = new ChromeOptions();
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        browser = new ChromeDriver(service, options);
        browser.manage().window().setSize(new Dimension(1280, 900));
    }

    @AfterAll
    static void close() throws IOException {
        if (browser != null) {
            browser.quit();
        }
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    @Test
    void fromTheLoginToARunAndADiff() {
        visit("/");
        type("username", OrchestratorFixture.ADMIN);
        type("password", OrchestratorFixture.ADMIN_PASSWORD);
        press("Log in");
        see("Towards the first backup");

        String group = orchestrator.newGroupName();
        follow("New group");
        type("name", group);
        press("Create group");
        see("shown only now");
        assertThat(browser.findElement(By.id("command")).getText())
                .contains("ZONEKEEPER_GROUP_KEYS='" + group + "=", "run --group " + group);
        see("Waiting for a collector of " + group);
        assertThat(browser.getCurrentUrl()).endsWith("/groups/" + group);

        String instance = beat(group);
        see("1 collector online");
        see(instance);

        follow("Add devices");
        assertThat(browser.findElement(By.cssSelector("#group option:checked")).getText())
                .isEqualTo(group);
        type("name", "fw 01");
        press("Add device");
        see("name \"fw 01\" is not valid");
        browser.findElement(By.id("name")).clear();
        type("name", "fw-01");
        type("address", "192.0.2.1");
        type("platform", "noop");
        press("Add device");
        see("Device fw-01 is added.");

        press("Run now");
        see("0 of 1");
        see("fw-01");

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
        see("1 line added, 1 removed");
        assertThat(browser.findElement(By.cssSelector("tr.added")).getText()).contains("+", "hostname b");
        assertThat(browser.getTitle()).isEqualTo("Changes of fw-01 · Zonekeeper");

        everyPageFitsANarrowScreenAndKeepsThePolicy(group, device);
    }

    private static void everyPageFitsANarrowScreenAndKeepsThePolicy(String group, long device) {
        browser.manage().logs().get("browser");
        for (int width : List.of(1280, 390)) {
            browser.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", 850, "deviceScaleFactor", 1, "mobile", width < 600));
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
                Object overflow = browser.executeScript(
                        "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
                assertThat(overflow).as("%s at %d", page, width).isEqualTo(0L);
            }
        }
        assertThat(browser.manage().logs().get("browser").getAll())
                .noneMatch(entry -> entry.getMessage().contains("Content Security Policy"));
    }

    private static String beat(String group) {
        String instance = "walk-" + UUID.randomUUID().toString().substring(0, 8);
        Instant now = Instant.now();
        RedisClient redis = orchestrator.bean(RedisClient.class);
        redis.setex(
                RedisKeys.collector(instance),
                60,
                new Heartbeat(
                                instance,
                                "jump-host",
                                1,
                                "0.1.0",
                                List.of(new GroupName(group)),
                                Map.of(),
                                200,
                                List.of(),
                                0,
                                0,
                                false,
                                List.of(),
                                now,
                                now)
                        .toJson());
        redis.zadd(RedisKeys.COLLECTORS, now.toEpochMilli(), instance);
        return instance;
    }

    private static void visit(String path) {
        browser.get(orchestrator.url() + path);
    }

    private static void see(String text) {
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(browser.findElement(By.tagName("body")).getText())
                                .contains(text));
    }

    private static void type(String field, String text) {
        browser.findElement(By.name(field)).sendKeys(text);
    }

    private static void press(String word) {
        click(By.xpath("//main//button[normalize-space()='%s']".formatted(word)));
    }

    private static void follow(String word) {
        click(By.xpath("//main//a[normalize-space()='%s']".formatted(word)));
    }

    /** Live parts may move what stands below them between the look and the click. */
    private static void click(By element) {
        await().atMost(LONG)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> {
                    browser.findElement(element).click();
                    return true;
                });
    }
}
