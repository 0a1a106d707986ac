package io.zonekeeper.devenv.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.browser.Chrome;
import io.zonekeeper.common.services.Passage;
import io.zonekeeper.devenv.fleet.FakeDevice;
import io.zonekeeper.devenv.stack.Chain;
import io.zonekeeper.devenv.stack.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** What goes wrong on a first day, in a real browser: the pages say what it is, and go on by themselves once it is put right. */
class BadStatesWalkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int REFUSALS_THAT_PAUSE = 5;
    private static final String REFUSED_HINT = "The device does not accept the credential.";

    @TempDir
    private Path folder;

    private final List<FakeDevice> devices = new ArrayList<>();
    private Passage toRabbit;
    private Chain chain;
    private Chain.Group group;
    private Chrome chrome;

    @BeforeEach
    void open() throws Exception {
        Services given = Chains.given();
        toRabbit = new Passage(given.amqpUrl());
        chain = Chains.start("bad-states", given.withAmqpUrl(toRabbit.through(given.amqpUrl())), Map.of());
        for (int number = 1; number <= REFUSALS_THAT_PAUSE; number++) {
            devices.add(chain.fleet().add(Chains.junos("sw-" + number)));
        }
        group = chain.createGroup(Map.of());
        chain.api()
                .post(
                        "/credentials",
                        Map.of("name", "switches", "username", Chain.USERNAME, "password", "not this one"));
        chrome = new Chrome(PATIENCE);
    }

    @AfterEach
    void close() throws Exception {
        if (chrome != null) {
            chrome.close();
        }
        if (chain != null) {
            chain.close();
        }
        if (toRabbit != null) {
            toRabbit.close();
        }
    }

    @Test
    void everythingBadIsSaidAndPasses() throws IOException {
        chrome.logIn(chain.stack().url(), "admin", chain.stack().password());
        chrome.see("Towards the first backup");
        aFileWithErrorsBringsInNothing();
        aRunWaitsForACollector();
        aWrongCredentialIsPaused();
        theRightOneIsResumed();
        aRunWaitsForTheBroker();
        assertThat(chrome.keptOut()).isEmpty();
    }

    private void aFileWithErrorsBringsInNothing() throws IOException {
        chrome.go("Devices");
        checkFile(Chains.inventory(devices).replace("sw-2,", "sw 2,").replaceFirst("(sw-3,.*),junos", "$1,junoss"));
        chrome.see("2 with errors");
        assertThat(errors())
                .satisfiesExactly(
                        error -> assertThat(error).startsWith("3", "name", "sw 2"),
                        error -> assertThat(error.subList(0, 3)).containsExactly("4", "platform", "junoss"));
        assertThat(errors().getLast().getLast()).contains("Did you mean \"junos\"?");
        chrome.press("Take over");
        chrome.seeNoMore("What would happen");
        assertThat(chrome.texts("#report [role=alert]")).isNotEmpty();
        chrome.go("Devices");
        chrome.see("No device yet");

        checkFile(Chains.inventory(devices));
        chrome.see("5 new");
        chrome.press("Take over");
        chrome.see("Taken over");
    }

    private void checkFile(String content) throws IOException {
        chrome.follow("Import a file");
        chrome.choose("group", group.name());
        chrome.choose("credential", "switches");
        chrome.attach("file", Files.writeString(folder.resolve("devices.csv"), content));
        chrome.press("Check the file");
        chrome.see("What would happen");
    }

    /** Line, column, value and reason of each. */
    private List<List<String>> errors() {
        return chrome
                .driver()
                .findElements(By.xpath("//table[caption='Rows that cannot be taken over']/tbody/tr"))
                .stream()
                .map(row -> row.findElements(By.tagName("td")).stream()
                        .map(WebElement::getText)
                        .toList())
                .toList();
    }

    private void aRunWaitsForACollector() {
        chrome.go("Groups");
        chrome.see("No collector");
        chrome.follow(group.name());
        chrome.see("Waiting for a collector of " + group.name());
        chrome.press("Run now");
        chrome.see("Jobs of group %s wait: it has no collector.".formatted(group.name()));
        chrome.see("0 of 5");
        String run = chrome.driver().getCurrentUrl();
        chrome.go("Overview");
        chrome.see("Group %s has no collector: 5 jobs wait, and nobody is there to take them.".formatted(group.name()));
        chrome.go("Groups");
        chrome.follow(group.name());
        chrome.see("5 jobs waiting, and nobody there to take them.");

        chrome.open(run);
        chrome.see("it has no collector");
        chrome.remember();
        chain.stack().startCollector("collector", group.startCommand());
        chrome.see("5 of 5 · 100 %");
        chrome.seeNoMore("it has no collector");
        assertThat(chrome.isRemembered()).isTrue();
    }

    private void aWrongCredentialIsPaused() {
        assertThat(chrome.texts("[data-part=jobs] tbody .state")).hasSize(5).containsOnly("Failure");
        chrome.see("Login refused");
        chrome.follow(group.name() + "/sw-1");
        chrome.see("Login refused");
        chrome.see(REFUSED_HINT);
        chrome.follow("To the device");
        chrome.see(REFUSED_HINT);
        chrome.go("Overview");
        chrome.see("Credential switches is paused: 5 logins in a row were refused.");

        chrome.go("Groups");
        chrome.follow(group.name());
        chrome.press("Run now");
        chrome.see("5 of 5 · 100 %");
        assertThat(chrome.texts("[data-part=jobs] tbody tr"))
                .hasSize(5)
                .allMatch(row -> row.contains("Cancelled") && row.contains("credential switches is paused"))
                .noneMatch(row -> row.contains("by credential"));
    }

    private void theRightOneIsResumed() {
        chrome.go("Credentials");
        chrome.follow("switches");
        chrome.see("Paused since");
        chrome.type("password", Chain.PASSWORD);
        chrome.press("Rotate");
        chrome.see("Credential switches has a new secret. Test it before the next run.");
        chrome.press("Test login");
        chrome.see("Logged in");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(chrome.texts("[data-part=job] .state")).containsExactly("Success"));
        chrome.go("Credentials");
        chrome.see("Paused");
        chrome.press("Resume");
        chrome.see("Credential switches is used again.");
        chrome.seeNoMore("Paused");
    }

    private void aRunWaitsForTheBroker() {
        chrome.go("Overview");
        chrome.see("Needs attention");
        chrome.remember();
        toRabbit.bar();
        chrome.see("RabbitMQ cannot be reached");
        assertThat(chrome.isRemembered()).isTrue();
        chrome.go("Groups");
        chrome.follow(group.name());
        chrome.press("Run now");
        chrome.see("0 of 5");
        chrome.see("RabbitMQ cannot be reached: jobs wait in the database and are given out once it is back.");
        chrome.remember();
        toRabbit.open();
        chrome.see("5 of 5 · 100 %");
        chrome.seeNoMore("RabbitMQ cannot be reached");
        assertThat(chrome.texts("[data-part=jobs] tbody .state")).hasSize(5).containsOnly("Success");
        assertThat(chrome.isRemembered()).isTrue();
    }
}
