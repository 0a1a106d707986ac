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
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every page has nothing axe-core calls serious in either theme, and fits a wide and a narrow screen. */
class AccessibilityTest {

    private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            const only = arguments[0] ? {runOnly: arguments[0]} : {};
            axe.run(document, {resultTypes: ['violations'], ...only}).then(
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

    /** Each page is loaded once: themes and widths change under it, as they do for people. Of a theme only colours depend. */
    @Test
    void nothingSeriousOnAnyPage() {
        List<String> findings = new ArrayList<>();
        for (Showcase.View view : showcase.views()) {
            look(1280, false);
            showcase.beat();
            view.open(chrome, orchestrator.url());
            chrome.driver().executeScript(axe);
            List<String> found = new ArrayList<>(serious(""));
            addOverflow(found, 1280);
            look(1280, true);
            found.addAll(serious("color-contrast"));
            look(390, false);
            found.addAll(serious(""));
            addOverflow(found, 390);
            found.forEach(finding -> findings.add(view.path() + ": " + finding));
        }
        assertThat(findings).isEmpty();
    }

    private static void look(int width, boolean dark) {
        chrome.resize(width);
        chrome.theme(dark);
    }

    private static void addOverflow(List<String> findings, int width) {
        if (chrome.overflow() > 0) {
            findings.add("%d pixels wider than %d".formatted(chrome.overflow(), width));
        }
    }

    @Test
    void whatIsSeriousIsFound() {
        chrome.driver().get(orchestrator.url() + "/runs");
        chrome.driver()
                .executeScript("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x\">')");
        chrome.driver().executeScript(axe);
        assertThat(serious("")).anySatisfy(finding -> assertThat(finding).contains("image-alt"));
    }

    /** @param rule the one to look for; empty for all */
    @SuppressWarnings("unchecked")
    private static List<String> serious(String rule) {
        return (List<String>) Objects.requireNonNull(chrome.driver().executeAsyncScript(RUN, rule));
    }
}
