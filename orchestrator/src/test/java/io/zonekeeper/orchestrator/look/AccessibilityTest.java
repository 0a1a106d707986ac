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

    /** What is looked for: a theme changes colours alone, and a width none of them. */
    private enum Screen {
        WIDE(1280, false, Map.of(), "image-alt"),
        DARK(1280, true, Map.of("runOnly", List.of("color-contrast")), "color-contrast"),
        NARROW(390, false, Map.of("rules", Map.of("color-contrast", Map.of("enabled", false))), "image-alt");

        private final int width;
        private final boolean dark;
        private final Map<String, Object> options;
        private final String example;

        Screen(int width, boolean dark, Map<String, Object> options, String example) {
            this.width = width;
            this.dark = dark;
            this.options = options;
            this.example = example;
        }
    }

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

    /** Each page is loaded once and looked at on all screens. */
    @Test
    void nothingSeriousOnAnyPage() {
        List<String> findings = new ArrayList<>();
        for (Showcase.View view : showcase.views()) {
            showcase.beat();
            view.open(chrome, orchestrator.url());
            chrome.driver().executeScript(axe);
            for (Screen screen : Screen.values()) {
                show(screen);
                if (chrome.overflow() > 0) {
                    findings.add("%s, %s: %d pixels too wide".formatted(view.path(), screen, chrome.overflow()));
                }
                serious(screen).forEach(finding -> findings.add("%s, %s: %s".formatted(view.path(), screen, finding)));
            }
            show(Screen.WIDE);
        }
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSeriousIsFound(Screen screen) {
        chrome.driver().get(orchestrator.url() + "/runs");
        chrome.driver().executeScript(axe);
        show(screen);
        chrome.driver().executeScript("""
                document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="/x"><p>hard to read</p>');
                const paragraph = document.querySelector('main > p:last-child');
                paragraph.style.color = '#777';
                paragraph.style.backgroundColor = '#888';
                """);
        assertThat(serious(screen)).anySatisfy(finding -> assertThat(finding).contains(screen.example));
        show(Screen.WIDE);
    }

    private static void show(Screen screen) {
        chrome.resize(screen.width);
        chrome.theme(screen.dark);
    }

    @SuppressWarnings("unchecked")
    private static List<String> serious(Screen screen) {
        return (List<String>) Objects.requireNonNull(chrome.driver().executeAsyncScript(RUN, screen.options));
    }
}
