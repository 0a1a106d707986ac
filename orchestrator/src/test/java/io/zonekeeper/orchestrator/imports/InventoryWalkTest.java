package io.zonekeeper.orchestrator.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.browser.Chrome;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;

/** A file of devices brought in, and what came of it changed, in a real browser. */
class InventoryWalkTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    @TempDir
    static Path folder;

    private static Chrome chrome;
    private static ChromeDriver browser;

    @BeforeAll
    static void open() throws IOException {
        chrome = new Chrome(LONG);
        browser = chrome.driver();
        chrome.logIn(orchestrator.url(), OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
    }

    @AfterAll
    static void close() throws IOException {
        if (chrome != null) {
            chrome.close();
        }
    }

    @Test
    void fromAFileWithErrorsToABulkChange() throws IOException {
        String group = orchestrator.newGroup();
        Path file = folder.resolve("devices.csv");
        Files.writeString(
                file,
                "hostname;ip;model;tags\nfw-01;192.0.2.1;ios;core\nfw-02;192.0.2.2;iso;core\nfw-03;192.0.2.3;junos;edge\n");
        browser.get(orchestrator.url() + "/devices");
        chrome.see("No device yet");
        chrome.follow("Import a file");
        chrome.choose("group", group);
        chrome.attach("file", file);
        chrome.press("Check the file");
        chrome.see("What would happen");
        chrome.see("Did you mean \"ios\"?");
        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("What would happen");
        chrome.press("Take over");
        chrome.see("There is no platform \"iso\"");
        chrome.press("Check the file");
        chrome.see("What would happen");
        browser.findElement(By.id("skip_errors")).click();
        chrome.press("Take over");
        chrome.see("Taken over");
        chrome.follow("To the devices");
        chrome.see("2 devices");

        browser.findElement(By.cssSelector("[data-select-page]")).click();
        chrome.see("2 selected");
        chrome.press("Change…");
        chrome.see("Change 2 devices");
        browser.findElement(By.id("add_tags")).sendKeys("night");
        chrome.press("Change 2 devices");
        chrome.see("2 devices changed.");

        chrome.choose("group", group);
        browser.findElement(By.id("q")).sendKeys("fw-03");
        chrome.see("1 device");
        await().atMost(LONG).until(() -> browser.getCurrentUrl().contains("q=fw-03"));
        chrome.see("night");
        browser.findElement(By.tagName("body")).sendKeys(Keys.ESCAPE);
        browser.executeScript("document.activeElement.blur()");
        browser.findElement(By.tagName("body")).sendKeys("j");
        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("fw-03");
        browser.switchTo().activeElement().sendKeys("x");
        chrome.see("1 selected");
        browser.findElement(By.tagName("body")).sendKeys("?");
        chrome.see("Next and previous row of a list");
        browser.findElement(By.id("keys-on")).click();
        browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
        browser.findElement(By.tagName("body")).sendKeys("gr");
        assertThat(browser.getCurrentUrl()).contains("/devices");
        chrome.click(By.cssSelector("[data-keys]"));
        browser.findElement(By.id("keys-on")).click();
        browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
        browser.findElement(By.tagName("body")).sendKeys("gr");
        await().atMost(LONG).until(() -> browser.getCurrentUrl().endsWith("/runs"));
        for (String page :
                new String[] {"/devices", "/imports", "/devices/new", "/schedules/new", "/credentials/new"}) {
            chrome.resize(390);
            browser.get(orchestrator.url() + page);
            assertThat(chrome.overflow()).as(page).isZero();
        }
    }
}
