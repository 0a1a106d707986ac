package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.fleet.Ledger;
import io.zonekeeper.devenv.stack.GitRepository;
import io.zonekeeper.devenv.stack.StackException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at PostgreSQL, Git, Redis, RabbitMQ and the devices' ledger once a run is over. */
final class Judgement {

    private static final Pattern TASK = Pattern.compile("(?mi)^[A-Za-z-]*task[A-Za-z-]*: ([0-9a-f-]{36})$");
    private static final int MANY = 1_000_000;

    private static final String UNFINISHED = "select count(*) from job where finished_at is null";

    private final Scene scene;
    private final long since;
    private final long overlapsBefore;

    /** @param since the ledger's number before the run */
    Judgement(Scene scene, long since, long overlapsBefore) {
        this.scene = scene;
        this.since = since;
        this.overlapsBefore = overlapsBefore;
    }

    List<Check> checks() throws SQLException {
        List<Check> checks = new ArrayList<>();
        checks.add(oneState());
        checks.add(nothingTwice());
        checks.add(readIsStored());
        checks.add(gitEqualsDatabase());
        checks.add(Check.zero(
                Invariant.ONE_SESSION,
                scene.fleet().ledger().summary().overlaps() - overlapsBefore,
                "times a device had two sessions"));
        checks.add(nothingLeft());
        return checks;
    }

    private Check oneState() {
        long unfinished = scene.number(UNFINISHED);
        long open = scene.number("select count(*) from attempt where settled_at is null");
        long without = scene.number("""
                select count(*) from job j
                where not exists (select from outcome o where o.job_id = j.id and o.status = 'success')""");
        long jobs = scene.number("select count(*) from job");
        long expected = scene.number("select coalesce(sum(job_count), 0) from run");
        return Check.of(
                Invariant.ONE_STATE,
                unfinished == 0 && open == 0 && without == 0 && jobs == expected,
                "of %d jobs (%d planned) %d unfinished, %d without success, %d attempts open"
                        .formatted(jobs, expected, unfinished, without, open));
    }

    private Check nothingTwice() {
        long outcomes = scene.number("select count(*) - count(distinct task_id) from outcome");
        long versions = scene.number("select count(*) - count(distinct task_id) from config_version");
        long repeated = scene.number("""
                select count(*) from (
                    select compare_sha256, lag(compare_sha256) over (partition by device_id order by collected_at, id) as before
                    from config_version) v
                where compare_sha256 = before""");
        List<String> committed = new ArrayList<>();
        Matcher task = TASK.matcher(git().messages());
        while (task.find()) {
            committed.add(task.group(1));
        }
        int commits = committed.size() - new HashSet<>(committed).size();
        return Check.of(
                Invariant.NOTHING_TWICE,
                outcomes == 0 && versions == 0 && repeated == 0 && commits == 0,
                "%d outcomes, %d versions, %d equal neighbours, %d commits too many"
                        .formatted(outcomes, versions, repeated, commits));
    }

    private Check readIsStored() throws SQLException {
        Map<String, Integer> told = new HashMap<>();
        scene.fleet().ledger().since(since, MANY).stream()
                .filter(event -> event.kind() == Ledger.Kind.CONFIGURATION)
                .forEach(event -> told.merge(event.device(), Integer.parseInt(event.detail()), Math::max));
        Map<String, String> texts = texts();
        List<String> missing = told.entrySet().stream()
                .filter(entry -> !texts.getOrDefault(scene.group() + "/" + entry.getKey(), "")
                        .contains("uplink, revision %d\n".formatted(entry.getValue())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return Check.of(
                Invariant.READ_IS_STORED,
                missing.isEmpty(),
                "%d of %d read are not stored, the first is %s"
                        .formatted(missing.size(), told.size(), missing.isEmpty() ? "" : missing.getFirst()));
    }

    private Check gitEqualsDatabase() throws SQLException {
        try {
            git().check();
        } catch (StackException e) {
            return new Check(Invariant.GIT_EQUALS_DATABASE, false, String.valueOf(e.getMessage()));
        }
        Map<String, String> expected = new HashMap<>();
        texts().forEach((path, text) -> expected.put(path, blob(text)));
        Map<String, String> found = git().blobs();
        Set<String> paths = new HashSet<>(expected.keySet());
        paths.addAll(found.keySet());
        paths.removeIf(path -> expected.getOrDefault(path, "").equals(found.get(path)));
        return Check.of(
                Invariant.GIT_EQUALS_DATABASE,
                paths.isEmpty(),
                "%d files differ of %d in PostgreSQL and %d in Git"
                        .formatted(paths.size(), expected.size(), found.size()));
    }

    private Check nothingLeft() {
        long stream = scene.unstored();
        long queue = scene.broker().ready(scene.queue());
        long quarantine = scene.number("select count(*) from quarantine");
        long dead = scene.number("select count(*) from dead_letter");
        return Check.of(
                Invariant.NOTHING_LEFT,
                stream + queue + quarantine + dead == 0,
                "%d in the stream, %d in the queue, %d in the quarantine, %d dead letters"
                        .formatted(stream, queue, quarantine, dead));
    }

    /** The current configurations by their paths in Git. */
    private Map<String, String> texts() throws SQLException {
        Map<String, String> texts = new HashMap<>();
        try (Connection connection = scene.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select g.name || '/' || d.name, t.masked
                        from config_text t join device d on d.id = t.device_id join collector_group g on g.id = d.group_id
                        """)) {
            while (rows.next()) {
                texts.put(rows.getString(1), rows.getString(2));
            }
        }
        return texts;
    }

    private GitRepository git() {
        return scene.git();
    }

    /** The id Git gives to a file with this text. */
    private static String blob(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update("blob %d\0".formatted(content.length).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
