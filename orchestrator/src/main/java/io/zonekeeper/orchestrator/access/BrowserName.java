package io.zonekeeper.orchestrator.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What people call a browser, by what it says of itself; for a list to recognise one's own in, and no proof of anything. */
final class BrowserName {

    /** By a part of the User-Agent header; what others imitate stands behind them. */
    private static final Map<String, String> BROWSERS = new LinkedHashMap<>();

    private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

    static {
        BROWSERS.put("Edg/", "Edge");
        BROWSERS.put("OPR/", "Opera");
        BROWSERS.put("Firefox/", "Firefox");
        BROWSERS.put("FxiOS/", "Firefox");
        BROWSERS.put("CriOS/", "Chrome");
        BROWSERS.put("Chrome/", "Chrome");
        BROWSERS.put("Safari/", "Safari");
        SYSTEMS.put("Windows", "Windows");
        SYSTEMS.put("Android", "Android");
        SYSTEMS.put("iPhone", "iPhone");
        SYSTEMS.put("iPad", "iPad");
        SYSTEMS.put("Mac OS X", "macOS");
        SYSTEMS.put("CrOS", "ChromeOS");
        SYSTEMS.put("Linux", "Linux");
    }

    private BrowserName() {}

    /** As in "Firefox on Linux"; the header itself where it is none of those. */
    static String of(String userAgent) {
        return first(BROWSERS, userAgent)
                .map(browser -> first(SYSTEMS, userAgent)
                        .map(system -> browser + " on " + system)
                        .orElse(browser))
                .orElse(userAgent);
    }

    private static Optional<String> first(Map<String, String> names, String userAgent) {
        return names.entrySet().stream()
                .filter(name -> userAgent.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
