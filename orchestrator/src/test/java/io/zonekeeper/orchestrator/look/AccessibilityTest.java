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
import org.junit.jupiter.params.provider.EnumSource;

/** Every page has nothing axe-core calls serious in either theme, and fits a wide and a narrow screen. */
class AccessibilityTest {

    private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document, Object.assign({resultTypes: ['violations']}, arguments[0])).then(
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

    /** A theme changes colours alone, and a width none of them. */
    private enum Screen {
        WIDE(1280, false, Map.of()),
        DARK(1280, true, Map.of("runOnly", List.of("color-contrast"))),
        NARROW(390, false, Map.of("rules", Map.of("color-contrast", Map.of("enabled", false))));

        private final int width;
        private final boolean dark;
        private final Map<String, Object> options;

        Screen(int width, boolean dark, Map<String, Object> options) {
            this.width = width;
            this.dark = dark;
            this.options = options;
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingSeriousOnAnyPage(Screen screen) {
        chrome.resize(screen.width);
        chrome.theme(screen.dark);
        List<String> findings = new ArrayList<>();
        for (Showcase.View view : showcase.views()) {
            showcase.beat();
            view.open(chrome, orchestrator.url());
            if (chrome.overflow() > 0) {
                findings.add("%s is %d pixels too wide".formatted(view.path(), chrome.overflow()));
            }
            serious(screen.options).forEach(finding -> findings.add(view.path() + ": " + finding));
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void whatIsSeriousIsFound() {
        chrome.driver().get(orchestrator.url() + "/runs");
        chrome.driver()
                .executeScript("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x\">')");
        assertThat(serious(Screen.WIDE.options))
                .anySatisfy(finding -> assertThat(finding).contains("image-alt"));
        assertThat(serious(Screen.NARROW.options))
                .anySatisfy(finding -> assertThat(finding).contains("image-alt"));
    }

    @Test
    void whatIsHardToReadInTheDarkIsFound() {
        chrome.theme(true);
        chrome.driver().get(orchestrator.url() + "/runs");
        chrome.driver()
                .executeScript(
                        "document.querySelector('main').insertAdjacentHTML('beforeend', '<p style=\"color: #222; background: #111\">dark</p>')");
        assertThat(serious(Screen.DARK.options))
                .anySatisfy(finding -> assertThat(finding).contains("color-contrast"));
    }

    @SuppressWarnings("unchecked")
    private static List<String> serious(Map<String, Object> options) {
        chrome.driver().executeScript(axe);
        return (List<String>) Objects.requireNonNull(chrome.driver().executeAsyncScript(RUN, options));
    }
}
