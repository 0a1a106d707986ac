package io.zonekeeper.devenv.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.browser.Chrome;
import io.zonekeeper.devenv.fleet.Behaviour;
import io.zonekeeper.devenv.fleet.DeviceSpec;
import io.zonekeeper.devenv.fleet.FakeDevice;
import io.zonekeeper.devenv.fleet.FakeFleet;
import io.zonekeeper.devenv.fleet.Platform;
import io.zonekeeper.devenv.stack.Chain;
import io.zonekeeper.devenv.stack.FreshChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** An operator's whole first day in a real browser, from the set-up page to the first diff. */
class FirstDayWalkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONG_THOUGHT = Duration.ofMinutes(2);
    private static final String ADMIN_PASSWORD = "a long enough word";
    private static final Pattern SECRET = Pattern.compile("\\$9\\$\\S+");

    @TempDir
    private Path folder;

    private final String group = "zone-" + UUID.randomUUID().toString().substring(0, 8);
    private FreshChain chain;
    private Chrome chrome;
    private FakeDevice first;
    private FakeDevice slow;
    private FakeDevice hostile;

    @BeforeEach
    void open() throws Exception {
        chain = Chains.startFresh("first-day");
        FakeFleet fleet = chain.fleet();
        first = fleet.add(DeviceSpec.of("sw-1", Platform.CISCO_IOS, Chain.USERNAME, Chain.PASSWORD)
                .withEnableSecret(Chain.ENABLE_SECRET));
        slow = fleet.add(Chains.junos("sw-2"));
        hostile = fleet.add(Chains.junos("sw-3"));
        fleet.setBehaviour(hostile, Behaviour.HOSTILE);
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
    }

    @Test
    void fromTheSetUpPageToTheFirstDiff() throws IOException {
        createTheAdministrator();
        createAGroupAndStartItsCollector();
        giveACredential();
        importDevices();
        testALogin();
        setASchedule();
        watchTheFirstRun();
        readAConfiguration();
        readTheFirstDiff();
        theFirstStepsAreOutOfTheWay();
        assertThat(chrome.keptOut()).isEmpty();
    }

    private void createTheAdministrator() {
        String token = chain.stack().setupToken(chain.orchestrator());
        chrome.open(chain.stack().url());
        chrome.see("Create the administrator");
        assertThat(chrome.texts(".checks .state")).hasSize(4).containsOnly("OK");
        chrome.type("token", token);
        chrome.type("username", "jane");
        chrome.type("password", ADMIN_PASSWORD);
        chrome.press("Create");
        chrome.see("User jane is created: log in.");
        chrome.type("username", "jane");
        chrome.type("password", ADMIN_PASSWORD);
        chrome.press("Log in");
        chrome.see("Towards the first backup");
        assertThat(stepsDone()).isEmpty();
    }

    private void createAGroupAndStartItsCollector() {
        chrome.follow("New group");
        chrome.type("name", group);
        assertThat(chrome.texts("[data-derived]")).containsExactly("collector.group." + group);
        chrome.press("Create group");
        chrome.see("shown only now");
        chrome.see("Waiting for a collector of " + group);
        chrome.see("This turns green by itself");
        chrome.remember();
        chrome.press("Copy");
        chrome.see("Copied");
        String command = chrome.clipboard();
        assertThat(command.strip())
                .isEqualTo(chrome.driver().findElement(By.id("command")).getText());
        chain.stack().startCollector("collector", command);
        chrome.see("1 collector online");
        chrome.seeNoMore("Waiting for a collector");
        assertThat(chrome.isRemembered()).isTrue();
    }

    private void giveACredential() {
        chrome.go("Overview");
        chrome.see("Towards the first backup");
        assertThat(stepsDone()).containsExactly("Create a collector group", "Start a collector in the zone");
        chrome.follow("New credential");
        chrome.type("name", "switches");
        chrome.type("username", Chain.USERNAME);
        chrome.type("password", Chain.PASSWORD);
        chrome.type("enable_secret", Chain.ENABLE_SECRET);
        chrome.press("Add credential");
        chrome.see("switches");
    }

    private void importDevices() throws IOException {
        chrome.go("Devices");
        chrome.see("No device yet");
        chrome.follow("Import a file");
        chrome.choose("group", group);
        chrome.choose("credential", "switches");
        String inventory = Chains.inventory(List.of(first, slow, hostile));
        chrome.attach("file", Files.writeString(folder.resolve("devices.csv"), inventory));
        chrome.press("Check the file");
        chrome.see("What would happen");
        chrome.see("3 new");
        chrome.press("Take over");
        chrome.see("Taken over");
        chrome.follow("To the devices");
        chrome.see("3 devices");
    }

    private void testALogin() {
        chrome.follow(first.name());
        chrome.press("Test login");
        chrome.see("Transcript, secrets masked");
        assertThat(chrome.texts(".transcript pre"))
                .singleElement()
                .asString()
                .contains(first.name() + "#")
                .doesNotContain(Chain.ENABLE_SECRET);
        assertThat(chrome.texts("[data-part=job] .state")).containsExactly("Success");
    }

    private void setASchedule() {
        chrome.go("Schedules");
        chrome.follow("Set the first schedule");
        chrome.type("name", "Every night");
        chrome.type("zone", "Europe/Berlin");
        chrome.type("cron", "30 2 * * *");
        chrome.see("02:30 +0");
        assertThat(chrome.texts("#preview li")).hasSize(5);
        chrome.see("3 enabled devices are backed up by it now.");
        chrome.press("Set schedule");
        chrome.see("Every night");
        chrome.go("Overview");
        chrome.see("Towards the first backup");
        assertThat(stepsDone()).hasSize(5).doesNotContain("Make the first backup");
    }

    /** One device thinks until the run has been seen on its way. */
    private void watchTheFirstRun() {
        slow.setThinkTime(LONG_THOUGHT);
        chrome.go("Runs");
        chrome.press("Run all devices now");
        chrome.see("Run of");
        chrome.remember();
        chrome.see("2 of 3");
        slow.setThinkTime(Duration.ZERO);
        chrome.see("3 of 3 · 100 %");
        assertThat(chrome.texts("[data-part=jobs] tbody .state")).hasSize(3).containsOnly("Success");
        assertThat(chrome.isRemembered()).isTrue();
    }

    private void readAConfiguration() {
        String configuration = first.configuration();
        Matcher secret = SECRET.matcher(configuration);
        assertThat(secret.find()).as(configuration).isTrue();
        chrome.go("Devices");
        chrome.follow(first.name());
        chrome.click(By.cssSelector("[data-part=lists] td.strong a"));
        chrome.see("Configuration, secrets masked");
        chrome.see("hostname " + first.name());
        chrome.see("<secret:");
        assertThat(chrome.driver().getPageSource()).doesNotContain(secret.group());

        chrome.go("Devices");
        chrome.follow(hostile.name());
        chrome.click(By.cssSelector("[data-part=lists] td.strong a"));
        chrome.see("host-name " + hostile.name());
        assertThat(chrome.driver().getTitle()).startsWith(hostile.name()).endsWith("· Zonekeeper");
    }

    private void readTheFirstDiff() {
        first.setRevision(2);
        chrome.go("Devices");
        chrome.follow(first.name());
        chrome.press("Run now");
        chrome.see("1 of 1 · 100 %");
        chrome.follow("changed");
        chrome.follow("Changes");
        chrome.see("Changes of " + first.name());
        assertThat(chrome.texts("tr.removed")).anyMatch(line -> line.contains("uplink, revision 1"));
        assertThat(chrome.texts("tr.added")).anyMatch(line -> line.contains("uplink, revision 2"));
    }

    private void theFirstStepsAreOutOfTheWay() {
        chrome.go("Overview");
        chrome.see("Latest changes");
        assertThat(chrome.texts("[data-part=numbers] .ok .n")).containsExactly("3");
        assertThat(chrome.texts("[data-part=steps]")).isEmpty();
    }

    private List<String> stepsDone() {
        return ((List<?>)
                        chrome.driver()
                                .executeScript(
                                        "return [...document.querySelectorAll('.steps .done .title')].map(title => title.lastChild.textContent.trim())"))
                .stream().map(String::valueOf).toList();
    }
}
