package io.zonekeeper.orchestrator.appearance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.browser.Chrome;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.TimeoutException;

/**
 * Pictures of every page, for people to look at: run by {@code dev-env/screenshots}, and not along with the tests. They go to the
 * folder that {@code zonekeeper.screenshots} names, as {@code page-width-theme.png}.
 */
class Screenshots {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture();

    @RegisterExtension
    static final OrchestratorFixture orchestratorNotSetUp = new OrchestratorFixture().withoutSetup();

    private static final int MOST_TRIES = 3;
    private static final Path FOLDER = Path.of(System.getProperty("zonekeeper.screenshots", "target/screenshots"));

    @Test
    void ofEveryPage() throws IOException {
        Files.createDirectories(FOLDER);
        try (Chrome chrome = new Chrome()) {
            takeAll(chrome, orchestratorNotSetUp, Showcase.setupViews(), () -> {});
            takeAll(chrome, orchestrator, Showcase.entryViews(), () -> {});
            chrome.logIn(orchestrator.url(), OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            takeAll(chrome, orchestrator, Showcase.emptyViews(), () -> {});
            Showcase showcase = Showcase.in(orchestrator);
            try {
                takeAll(chrome, orchestrator, showcase.views(), showcase::beat);
                chrome.driver().manage().deleteAllCookies();
                chrome.logIn(orchestrator.url(), Showcase.VIEWER, OrchestratorFixture.ADMIN_PASSWORD);
                takeAll(chrome, orchestrator, showcase.viewerViews(), showcase::beat);
            } finally {
                showcase.leave();
            }
        }
    }

    private static void takeAll(Chrome chrome, OrchestratorFixture shown, List<Showcase.View> views, Runnable before)
            throws IOException {
        for (int width : List.of(1280, 390)) {
            for (boolean dark : List.of(false, true)) {
                chrome.resize(width);
                chrome.theme(dark);
                for (Showcase.View view : views) {
                    before.run();
                    Path file = FOLDER.resolve("%s-%d-%s.png".formatted(view.name(), width, dark ? "dark" : "light"));
                    Files.write(file, picture(chrome, shown.url(), view, MOST_TRIES));
                    assertThat(file).isNotEmptyFile();
                }
            }
        }
    }

    /** All of the page, also what lies below the screen's edge; a browser that is too busy to take it is asked again. */
    private static byte[] picture(Chrome chrome, String root, Showcase.View view, int tries) {
        view.open(chrome, root);
        await("the parts of %s that change by themselves".formatted(view.name()))
                .atMost(Duration.ofSeconds(20))
                .until(() -> chrome.driver()
                        .findElements(By.cssSelector("#live-pill[data-state=connecting]"))
                        .isEmpty());
        try {
            Map<String, Object> answer = chrome.driver()
                    .executeCdpCommand(
                            "Page.captureScreenshot",
                            Map.of("format", "png", "captureBeyondViewport", true, "clip", all(chrome)));
            return Base64.getDecoder().decode((String) answer.get("data"));
        } catch (TimeoutException e) {
            if (tries == 1) {
                throw e;
            }
            return picture(chrome, root, view, tries - 1);
        }
    }

    private static Map<String, Object> all(Chrome chrome) {
        return Map.of(
                "x",
                0,
                "y",
                0,
                "width",
                chrome.driver().executeScript("return document.documentElement.scrollWidth"),
                "height",
                chrome.driver().executeScript("return document.documentElement.scrollHeight"),
                "scale",
                1);
    }
}
