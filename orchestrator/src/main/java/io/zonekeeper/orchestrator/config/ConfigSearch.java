package io.zonekeeper.orchestrator.config;

import static java.util.stream.Collectors.toMap;

import io.zonekeeper.common.pattern.RequiredLiteral;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Searches the current configurations, masked, by group and device name. PostgreSQL leaves out what lacks a text every match
 * needs, a pattern of linear time decides about the rest. A search gives what it has after about a second: who wants the rest goes
 * on behind it. Thread-safe.
 */
@Component
class ConfigSearch {

    /** Columns of the sort key. */
    static final int SORT_KEY = 2;

    private static final Duration BUDGET = Duration.ofMillis(1200);
    private static final int BATCH_DEVICES = 250;
    private static final long BATCH_BYTES = 8 << 20;
    private static final int AT_ONCE = 4;
    private static final int QUERY_SECONDS = 10;

    private final JdbcClient jdbc;
    private final Duration budget;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    @Autowired
    ConfigSearch(DataSource database) {
        this(database, BUDGET);
    }

    /** @param budget the time after which no further batch is begun */
    ConfigSearch(DataSource database, Duration budget) {
        JdbcTemplate template = new JdbcTemplate(database);
        template.setQueryTimeout(QUERY_SECONDS);
        this.jdbc = JdbcClient.create(template);
        this.budget = budget;
    }

    /**
     * A part of what is found.
     *
     * @param next to be given as {@code after} to go on; null if all was looked at. There may be a next part without anything in it
     * @param looked devices looked at for this part
     * @param left devices not looked at so far
     */
    record Found(List<ConfigHit> items, @Nullable String next, int looked, int left) {

        Found {
            items = List.copyOf(items);
        }
    }

    private record Candidate(long id, String group, String name, long bytes) {}

    private record Row(long deviceId, long versionId, String text) {}

    /** @throws Problem 503 if too many search already */
    Found find(Scope scope, ConfigQuery query, PageRequest request) {
        try {
            if (!turns.tryAcquire(budget.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Problem.unavailable("Others are searching already: try again in a moment.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("The search was interrupted: try again in a moment.");
        }
        try {
            return search(scope, query, request);
        } finally {
            turns.release();
        }
    }

    private Found search(Scope scope, ConfigQuery query, PageRequest request) {
        long end = System.nanoTime() + budget.toNanos();
        List<Candidate> candidates = candidates(scope, query, request.after());
        List<ConfigHit> hits = new ArrayList<>();
        int looked = 0;
        while (looked < candidates.size() && hits.size() < request.limit()) {
            if (looked > 0 && System.nanoTime() > end) {
                break;
            }
            List<Candidate> batch = batch(candidates, looked);
            looked += batch.size();
            List<ConfigHit> more = hits(query, batch);
            int room = request.limit() - hits.size();
            if (more.size() > room) {
                ConfigHit last = more.get(room - 1);
                hits.addAll(more.subList(0, room));
                looked = behind(candidates, last.deviceId());
                break;
            }
            hits.addAll(more);
        }
        String next = looked == candidates.size() ? null : PageRequest.cursor(key(candidates.get(looked - 1)));
        return new Found(hits, next, looked, candidates.size() - looked);
    }

    private static List<String> key(Candidate last) {
        return List.of(last.group(), last.name().toLowerCase(Locale.ROOT));
    }

    private static int behind(List<Candidate> candidates, long deviceId) {
        for (int at = 0; at < candidates.size(); at++) {
            if (candidates.get(at).id() == deviceId) {
                return at + 1;
            }
        }
        throw new IllegalStateException("Device %d was found, but not looked at".formatted(deviceId));
    }

    private static List<Candidate> batch(List<Candidate> candidates, int from) {
        int to = from;
        long bytes = 0;
        while (to < candidates.size() && to - from < BATCH_DEVICES) {
            bytes += candidates.get(to).bytes();
            if (to > from && bytes > BATCH_BYTES) {
                break;
            }
            to++;
        }
        return candidates.subList(from, to);
    }

    private List<Candidate> candidates(Scope scope, ConfigQuery query, List<String> after) {
        return jdbc.sql("""
                select d.id, g.name as group_name, d.name, octet_length(t.masked) as bytes
                from config_text t
                join device d on d.id = t.device_id and d.deleted_at is null
                join collector_group g on g.id = d.group_id
                where %s and (:group = '' or g.name = :group)
                and (:first or (g.name, lower(d.name)) > (:afterGroup, :afterName))
                order by g.name, lower(d.name)
                """.formatted(scope.over("d.group_id")))
                .param("group", query.group() == null ? "" : query.group())
                .param("first", after.isEmpty())
                .param("afterGroup", after.isEmpty() ? "" : after.getFirst())
                .param("afterName", after.isEmpty() ? "" : after.getLast())
                .query((row, _) -> new Candidate(
                        row.getLong("id"), row.getString("group_name"), row.getString("name"), row.getLong("bytes")))
                .list();
    }

    private List<ConfigHit> hits(ConfigQuery query, List<Candidate> batch) {
        Map<Long, Row> rows = rows(query, batch).stream().collect(toMap(Row::deviceId, Function.identity()));
        return batch.stream()
                .flatMap(candidate ->
                        Optional.ofNullable(rows.get(candidate.id()))
                                .flatMap(row -> hit(query, candidate, row))
                                .stream())
                .toList();
    }

    private static Optional<ConfigHit> hit(ConfigQuery query, Candidate candidate, Row row) {
        SearchPattern lacks = query.lacks();
        if (lacks != null && !lacks.isLiteral() && lacks.matcher(row.text()).find()) {
            return Optional.empty();
        }
        ConfigHit hit = ConfigHit.of(
                candidate.id(), candidate.group(), candidate.name(), row.versionId(), query.contains(), row.text());
        return Optional.of(hit).filter(_ -> query.contains() == null || hit.matches() > 0);
    }

    /** The configurations of a batch that may be hits; without their text where nothing is left to be looked for in it. */
    private List<Row> rows(ConfigQuery query, List<Candidate> batch) {
        SearchPattern lacks = query.lacks();
        boolean text = query.contains() != null || lacks != null && !lacks.isLiteral();
        String needed = literal(query.contains());
        String unwanted = lacks != null && lacks.isLiteral() ? literal(lacks) : "";
        return jdbc.sql("""
                        select device_id, version_id, %s as text from config_text t
                        where t.device_id = any(:devices) and %s and %s
                        """.formatted(
                                text ? "masked" : "''",
                                condition(query.contains(), needed, ":needed", "> 0"),
                                condition(lacks, unwanted, ":unwanted", "= 0")))
                .param("devices", batch.stream().map(Candidate::id).toArray(Long[]::new))
                .param("needed", needed)
                .param("unwanted", unwanted)
                .query((row, _) -> new Row(
                        row.getLong("device_id"),
                        row.getLong("version_id"),
                        row.getString("text").replace("\r\n", "\n")))
                .list();
    }

    private static String literal(@Nullable SearchPattern pattern) {
        return pattern == null
                ? ""
                : pattern.literal().map(RequiredLiteral.Literal::text).orElse("");
    }

    /** Small letters as the C locale has them: quick, and all a literal that ignores case consists of. */
    private static String condition(
            @Nullable SearchPattern pattern, String literal, String parameter, String comparison) {
        if (pattern == null || literal.isEmpty()) {
            return "true";
        }
        boolean ignoreCase =
                pattern.literal().map(RequiredLiteral.Literal::ignoreCase).orElse(false);
        return "position(%s in %s) %s"
                .formatted(parameter, ignoreCase ? "lower(t.masked collate \"C\")" : "t.masked", comparison);
    }
}
