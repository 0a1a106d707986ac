package io.zonekeeper.common.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** Chromium without a window, with a profile of its own that goes with it. */
public final class Chrome implements AutoCloseable {

    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final Duration patience;
    private final Path profile;
    private final ChromeDriver driver;

    public Chrome() throws IOException {
        this(Duration.ofSeconds(15));
    }

    /** @param patience with what a page is to show, and what is to be clicked */
    public Chrome(Duration patience) throws IOException {
        this.patience = patience;
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
                "--hide-scrollbars",
                "--force-prefers-reduced-motion",
                "--user-data-dir=" + profile);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        driver.manage().window().setSize(new Dimension(1280, 900));
    }

    public ChromeDriver driver() {
        return driver;
    }

    /** As a screen of this width. */
    public void resize(int width) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 850, "deviceScaleFactor", 1, "mobile", false));
    }

    /** As a system that is set to dark colours, or to light ones. */
    public void theme(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /**
     * Loads a page and waits for the whole of it.
     *
     * @return its HTTP status
     */
    public long open(String url) {
        turn(() -> driver.get(url));
        return (Long) driver.executeScript("return performance.getEntriesByType('navigation')[0].responseStatus");
    }

    /** Waits until what is done has led to another page, and all of that is there: looked at on the way, it is the old one or half of the new. */
    public void turn(Runnable by) {
        remember();
        by.run();
        await().atMost(patience)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> Boolean.TRUE.equals(driver.executeScript(
                        "return window.remembered !== true && document.readyState === 'complete'")));
    }

    public void logIn(String root, String name, String password) {
        open(root + "/login");
        type("username", name);
        type("password", password);
        turn(() -> press("Log in"));
    }

    /** Waits until the page shows this. */
    public void see(String text) {
        await().atMost(patience).untilAsserted(() -> assertThat(shown()).contains(text));
    }

    /** The text of the page; to ask the page itself costs a small part of what WebDriver's look at every element does. */
    private String shown() {
        return String.valueOf(driver.executeScript("return document.body ? document.body.innerText : ''"));
    }

    /** Waits until the page shows this no more. */
    public void seeNoMore(String text) {
        await().atMost(patience).untilAsserted(() -> assertThat(shown()).doesNotContain(text));
    }

    /** Remembers the page that is shown, so that one which changed by itself is told from one that was loaded again. */
    public void remember() {
        driver.executeScript("window.remembered = true");
    }

    public boolean isRemembered() {
        return Boolean.TRUE.equals(driver.executeScript("return window.remembered === true"));
    }

    /** An entry of the menu. */
    public void go(String entry) {
        click(By.xpath("//nav//a[normalize-space()='%s']".formatted(entry)));
    }

    /** A link of the page itself, by its words. */
    public void follow(String words) {
        click(By.xpath("//main//a[normalize-space()='%s']".formatted(words)));
    }

    /** Into a field, instead of what it holds. */
    public void type(String field, String text) {
        await().atMost(patience)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> {
                    WebElement element = driver.findElement(By.name(field));
                    element.clear();
                    element.sendKeys(text);
                    return true;
                });
    }

    /** From a list, by what stands there. */
    public void choose(String field, String words) {
        click(By.xpath("//select[@name='%s']/option[normalize-space()='%s']".formatted(field, words)));
    }

    /** For a field that takes a file. */
    public void attach(String field, Path file) {
        driver.findElement(By.name(field)).sendKeys(file.toAbsolutePath().toString());
    }

    /** What the page put into the clipboard. */
    public String clipboard() {
        driver.executeCdpCommand("Browser.grantPermissions", Map.of("permissions", List.of("clipboardReadWrite")));
        return String.valueOf(
                driver.executeAsyncScript(
                        "const done = arguments[0]; navigator.clipboard.readText().then(done, why => done('unreadable: ' + why));"));
    }

    /** The texts of all elements that fit, read at once: a part that is replaced meanwhile would be gone half way. */
    public List<String> texts(String selector) {
        return ((List<?>) driver.executeScript(
                        "return [...document.querySelectorAll(arguments[0])].map(element => element.innerText.trim())",
                        selector))
                .stream().map(String::valueOf).toList();
    }

    /** What was kept out since this was asked last, because the pages' policy forbids it. */
    public List<String> keptOut() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("Content Security Policy"))
                .toList();
    }

    /** A button of the page itself, by its words. */
    public void press(String word) {
        click(By.xpath("//main//button[normalize-space()='%s']".formatted(word)));
    }

    /** A part that is replaced may move what stands below it between the look and the click. */
    public void click(By element) {
        await().atMost(patience)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> {
                    driver.findElement(element).click();
                    return true;
                });
    }

    /** Pixels by which the page is wider than the screen. */
    public long overflow() {
        return (Long) driver.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
