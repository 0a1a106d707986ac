package io.zonekeeper.orchestrator.appearance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.browser.Chrome;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Every page has nothing axe-core calls serious in either theme, fits a wide and a narrow screen, and asks for nothing the policy keeps out. */
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

    /** Answers that are parts of a page, or files to keep. */
    private static final Set<String> NO_PAGES = Set.of(
            "/events",
            "/devices/platforms",
            "/schedules/preview",
            "/devices/export.csv",
            "/devices/{deviceId}/diff.patch",
            "/versions/{id}/download",
            "/configs/archive");

    /** What is looked for: a theme changes colours alone, and a width what is shown, and how large. */
    private enum Screen {
        WIDE(1280, false, Map.of(), "image-alt"),
        DARK(1280, true, Map.of("runOnly", List.of("color-contrast")), "color-contrast"),
        NARROW(
                390,
                false,
                Map.of(
                        "runOnly",
                        List.of(
                                "target-size",
                                "scrollable-region-focusable",
                                "aria-hidden-focus",
                                "button-name",
                                "link-name",
                                "label",
                                "select-name",
                                "image-alt")),
                "image-alt");

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
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    @RegisterExtension
    static final OrchestratorFixture orchestratorNotSetUp = new OrchestratorFixture().withoutSetup();

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
        chrome = patientChrome();
        chrome.logIn(orchestrator.url(), OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
    }

    private static Chrome patientChrome() throws IOException {
        Chrome patient = new Chrome();
        patient.driver().manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
        return patient;
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
        chrome.keptOut();
        for (Showcase.View view : showcase.views()) {
            showcase.beat();
            findings.addAll(findings(chrome, orchestrator.url(), view));
        }
        findings.addAll(chrome.keptOut());
        assertThat(findings).isEmpty();
    }

    @Test
    void nothingSeriousBeforeTheLogin() throws IOException {
        List<String> findings = new ArrayList<>();
        try (Chrome visitor = patientChrome()) {
            for (Showcase.View view : Showcase.setupViews()) {
                findings.addAll(findings(visitor, orchestratorNotSetUp.url(), view));
            }
            for (Showcase.View view : Showcase.entryViews()) {
                findings.addAll(findings(visitor, orchestrator.url(), view));
            }
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void everyPageIsLookedAt() {
        List<PathPattern> pages = orchestrator.beans(RequestMappingHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .filter(info -> info.getMethodsCondition().getMethods().contains(RequestMethod.GET))
                .flatMap(info -> info.getPatternValues().stream())
                .filter(pattern -> !pattern.startsWith("/api/") && !NO_PAGES.contains(pattern))
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
        Set<String> shown = Stream.of(Showcase.setupViews(), Showcase.entryViews(), showcase.views())
                .flatMap(List::stream)
                .map(view -> PathContainer.parsePath(view.path().replaceFirst("\\?.*", "")))
                .flatMap(path ->
                        pages.stream()
                                .filter(page -> page.matches(path))
                                .min(PathPattern.SPECIFICITY_COMPARATOR)
                                .stream())
                .map(PathPattern::getPatternString)
                .collect(Collectors.toSet());
        assertThat(pages)
                .as("Showcase has a view of each page: add yours there")
                .isNotEmpty()
                .extracting(PathPattern::getPatternString)
                .isSubsetOf(shown);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSeriousIsFound(Screen screen) {
        chrome.open(orchestrator.url() + "/runs");
        chrome.driver().executeScript(axe);
        show(chrome, screen);
        chrome.driver().executeScript("""
                document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="/x"><p>hard to read</p>');
                const paragraph = document.querySelector('main > p:last-child');
                paragraph.style.color = '#777';
                paragraph.style.backgroundColor = '#888';
                """);
        assertThat(serious(chrome, screen))
                .anySatisfy(finding -> assertThat(finding).contains(screen.example));
        show(chrome, Screen.WIDE);
    }

    private static List<String> findings(Chrome browser, String root, Showcase.View view) {
        List<String> findings = new ArrayList<>();
        view.open(browser, root);
        browser.driver().executeScript(axe);
        for (Screen screen : Screen.values()) {
            show(browser, screen);
            if (browser.overflow() > 0) {
                findings.add("%s, %s: %d pixels too wide".formatted(view.name(), screen, browser.overflow()));
            }
            serious(browser, screen)
                    .forEach(finding -> findings.add("%s, %s: %s".formatted(view.name(), screen, finding)));
        }
        show(browser, Screen.WIDE);
        return findings;
    }

    private static void show(Chrome browser, Screen screen) {
        browser.resize(screen.width);
        browser.theme(screen.dark);
    }

    @SuppressWarnings("unchecked")
    private static List<String> serious(Chrome browser, Screen screen) {
        return (List<String>) Objects.requireNonNull(browser.driver().executeAsyncScript(RUN, screen.options));
    }
}
