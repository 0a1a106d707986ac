package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.StackException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How long the pages take with 10,000 devices and a million outcomes: of every list 100 visits or more, by each filter from the
 * first page to the deepest. Whether a query has read outcomes one after the other is asked of PostgreSQL itself.
 */
final class PagesScenario implements Scenario {

    private static final int VISITS = 100;
    private static final int DEEPEST = 250;
    private static final int QUICK_DEEPEST = 2;
    private static final double LIMIT_MILLIS = 300;
    private static final double SEARCH_LIMIT_MILLIS = 2000;

    private static final String READ_IN_A_ROW = """
            select coalesce(sum(seq_tup_read), 0) from pg_stat_user_tables where relname like 'outcome%'
            """;

    @Override
    public String name() {
        return "pages";
    }

    @Override
    public Figures measure(Site site, Plan plan) throws Exception {
        new Month(site, plan.scaled(Month.DEVICES)).fill();
        Pages pages = site.pages();
        Figures figures = new Figures();
        long before = site.database().number(READ_IN_A_ROW);
        List<String> slow = new ArrayList<>();
        for (int run = plan.first(); run <= plan.runs(); run++) {
            boolean counts = run > 0;
            for (Listing listing : listings(site)) {
                List<Double> millis = plan.quick()
                        ? walk(pages, listing.starts().subList(0, 1), 1, QUICK_DEEPEST)
                        : walk(pages, listing.starts(), VISITS, DEEPEST);
                double p95 = p95(millis);
                site.say("%s: p95 %.0f ms over %d visits, worst %.0f ms"
                        .formatted(listing.name(), p95, millis.size(), Collections.max(millis)));
                if (counts) {
                    figures.add(listing.name() + ", p95 ms", p95);
                    if (p95 > LIMIT_MILLIS) {
                        slow.add("%s takes %.0f ms".formatted(listing.name(), p95));
                    }
                }
            }
            for (Search search : searches()) {
                double millis = firstHits(pages, search, plan.quick());
                site.say("search for %s: %.0f ms".formatted(search.name(), millis));
                if (counts) {
                    figures.add("search for " + search.name() + ", first hits ms", millis);
                    if (millis > SEARCH_LIMIT_MILLIS) {
                        slow.add("the search for %s takes %.0f ms".formatted(search.name(), millis));
                    }
                }
            }
        }
        if (!plan.quick()) {
            // What a connection has counted is told at its end for certain.
            site.stop(site.orchestrator());
        }
        long readInARow = site.database().number(READ_IN_A_ROW) - before;
        figures.add("outcomes read one after the other", readInARow);
        if (!plan.quick() && (!slow.isEmpty() || readInARow > 0)) {
            throw new StackException("Pages are too slow: %s; %d outcomes were read one after the other."
                    .formatted(String.join(", ", slow), readInARow));
        }
        return figures;
    }

    /** @param starts first pages, each with another filter; those without a next page are visited again and again */
    private record Listing(String name, List<String> starts) {}

    private record Search(String name, String query, boolean found) {}

    private static List<Listing> listings(Site site) throws SQLException {
        List<String> runs = strings(site, "select id::text from run order by created_at desc limit 5");
        List<String> groups = strings(site, "select name from collector_group order by name");
        List<String> devices = prefixed("/devices/", strings(site, sample("device")));
        return List.of(
                new Listing("overview", List.of("/")),
                new Listing(
                        "devices",
                        List.of(
                                "/devices?status=failing",
                                "/devices?q=10.0.39",
                                "/devices?q=fw-0999",
                                "/devices?status=never",
                                "/devices?status=disabled",
                                "/devices?q=nothing-is-called-so",
                                "/devices?group=" + groups.get(3),
                                "/devices")),
                new Listing("device", devices),
                new Listing(
                        "versions",
                        List.of("/devices/%s/versions"
                                .formatted(strings(site, "select min(id)::text from device")
                                        .getFirst()))),
                new Listing("runs", List.of("/runs")),
                new Listing(
                        "jobs of a run",
                        List.of(
                                "/runs/" + runs.get(1) + "?state=failure",
                                "/runs/" + runs.get(2) + "?state=cancelled",
                                "/runs/" + runs.get(3) + "?state=running",
                                "/runs/" + runs.get(4) + "?state=success",
                                "/runs/" + runs.get(1))),
                new Listing(
                        "jobs of an open run",
                        List.of(
                                "/runs/" + runs.getFirst() + "?state=failure",
                                "/runs/" + runs.getFirst() + "?state=queued",
                                "/runs/" + runs.getFirst())),
                new Listing("job", prefixed("/jobs/", strings(site, sample("job")))),
                new Listing("groups", List.of("/groups")),
                new Listing("group", prefixed("/groups/", groups)),
                new Listing("configurations", List.of("/configs")),
                new Listing("audit", List.of("/audit", "/audit?q=device+77+")),
                new Listing("schedules", List.of("/schedules")),
                new Listing("credentials", List.of("/credentials")),
                new Listing("collectors", List.of("/collectors")));
    }

    private static List<Search> searches() {
        return List.of(
                new Search("a common text", "contains=ntp", true),
                new Search("a text of one device", "contains=" + encoded(Month.RARE), true),
                new Search(
                        "a text of one device, as it is written",
                        "match_case=true&contains=" + encoded(Month.RARE),
                        true),
                new Search("a pattern of one device", "regex=true&contains=" + encoded("needle-in-\\w+-hay$"), true),
                new Search("a common pattern", "regex=true&contains=" + encoded("^interface \\S+"), true),
                new Search("what is nowhere", "contains=nothing-like-this-anywhere", false),
                new Search("devices without something", "lacks=" + encoded(Month.RARE), true));
    }

    /** Until something is found, or all was looked at. */
    private static double firstHits(Pages pages, Search search, boolean quick) {
        double millis = 0;
        Optional<String> next = Optional.of("/configs?" + search.query());
        while (next.isPresent()) {
            Pages.Visit visit = pages.visit(next.get());
            millis += visit.millis();
            if (visit.body().contains("class=\"box hit\"")) {
                return millis;
            }
            next = visit.next();
        }
        if (search.found() && !quick) {
            throw new StackException("The search for %s found nothing".formatted(search.name()));
        }
        return millis;
    }

    private static List<Double> walk(Pages pages, List<String> starts, int visits, int deepest) {
        List<Double> millis = new ArrayList<>();
        do {
            for (String start : starts) {
                Optional<String> next = Optional.of(start);
                for (int depth = 0; depth < deepest && next.isPresent(); depth++) {
                    Pages.Visit visit = pages.visit(next.get());
                    millis.add(visit.millis());
                    next = visit.next();
                }
            }
        } while (millis.size() < visits);
        return millis;
    }

    private static double p95(List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.get((int) Math.ceil(sorted.size() * 0.95) - 1);
    }

    private static String sample(String table) {
        return "select id::text from %s order by md5(id::text) limit 100".formatted(table);
    }

    private static List<String> prefixed(String prefix, List<String> texts) {
        return texts.stream().map(text -> prefix + text).toList();
    }

    private static List<String> strings(Site site, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = site.database().connect();
                PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
