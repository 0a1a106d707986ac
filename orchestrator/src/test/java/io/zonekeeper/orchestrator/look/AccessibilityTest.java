package io.zonekeeper.orchestrator.look;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Chrome;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page has nothing axe-core calls serious in either theme, and fits a wide and a narrow screen. */
class AccessibilityTest {

    private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(
                result => done(result.violations.filter(each => ['serious', 'critical'].includes(each.impact)).map(
                    each => each.id + ' (' + each.help + '): ' + each.nodes.slice(0, 3).map(
                        node => node.html + ' ' + (node.failureSummary || '')).join(' | '))),
                failure => done(['axe failed: ' + failure]));
            """;

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture();

    private static Chrome chrome;
    private static Showcase showcase;
    private static String axe;

    @BeforeAll
    static void open() throws IOException {
        try (InputStream script =
                Objects.requireNonNull(AccessibilityTest.class.getClassLoader().getResourceAsStream(AXE), AXE)) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
        showcase = Showcase.in(orchestrator);
        chrome = new Chrome();
        chrome.driver().manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
        chrome.logIn(orchestrator.url(), OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
    }

    @AfterAll
    static void close() throws IOException {
        if (showcase != null) {
            showcase.leave();
        }
        if (chrome != null) {
            chrome.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "390, false"})
    void nothingSeriousOnAnyPage(int width, boolean dark) {
        chrome.resize(width);
        chrome.theme(dark);
        List<String> findings = new ArrayList<>();
        for (Showcase.View view : showcase.views()) {
            showcase.beat();
            view.open(chrome, orchestrator.url());
            if (chrome.overflow() > 0) {
                findings.add("%s is %d pixels too wide".formatted(view.path(), chrome.overflow()));
            }
            serious().forEach(finding -> findings.add(view.path() + ": " + finding));
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void whatIsSeriousIsFound() {
        chrome.driver().get(orchestrator.url() + "/runs");
        chrome.driver()
                .executeScript("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x\">')");
        assertThat(serious()).anySatisfy(finding -> assertThat(finding).contains("image-alt"));
    }

    @SuppressWarnings("unchecked")
    private static List<String> serious() {
        chrome.driver().executeScript(axe);
        return (List<String>) Objects.requireNonNull(chrome.driver().executeAsyncScript(RUN, Map.of()));
    }
}
