package io.zonekeeper.devenv.chaos;

import io.zonekeeper.common.result.Content;
import io.zonekeeper.devenv.stack.GitRepository;
import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.StackException;
import io.zonekeeper.devenv.stack.Wait;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Ten thousand versions of one device: all are committed, {@code rebuild-git} gives the same tree, and the list of versions and the
 * difference of any two are read by the API, which is timed.
 */
final class LongHistory {

    static final String NAME = "long-history";

    private static final int VERSIONS = 10_000;
    private static final int LINES = 400;
    private static final int LOOKS = 100;
    private static final Duration COMMITTED = Duration.ofSeconds(180);

    private final Scene scene;

    LongHistory(Scene scene) {
        this.scene = scene;
    }

    Trial run() throws Exception {
        long device = scene.number("select min(id) from device");
        fill(device);
        long start = System.nanoTime();
        Wait.until(
                "all versions were committed",
                COMMITTED,
                () -> scene.isNumber(0, "select count(*) from git_work where done_at is null"));
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Check> checks = new ArrayList<>();
        int commits = scene.git().commits();
        checks.add(Check.of(
                Invariant.NOTHING_TWICE,
                commits == VERSIONS,
                "%d commits of %d versions".formatted(commits, VERSIONS)));
        String read = "%s; %s".formatted(timedLists(device), timedDifferences(device));
        checks.add(rebuilds());
        return new Trial(NAME, "", 1, scene.plan().seed(), read, seconds, checks);
    }

    private void fill(long device) throws SQLException {
        try (Connection connection = scene.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into config_version (device_id, task_id, collected_at, is_binary, encoding, content, size, sha256,
                        compare_sha256, secret_spans, context)
                    values (?, ?, ?, false, ?, ?, ?, ?, ?, '[]', '[]')""")) {
                Instant first = Instant.now().minus(Duration.ofMinutes(VERSIONS));
                for (int number = 0; number < VERSIONS; number++) {
                    Content content = Content.of(text(number).getBytes(StandardCharsets.UTF_8));
                    insert.setLong(1, device);
                    insert.setObject(2, UUID.randomUUID());
                    insert.setObject(3, first.plus(Duration.ofMinutes(number)).atOffset(ZoneOffset.UTC));
                    insert.setString(4, content.encoding());
                    insert.setBytes(5, content.bytes());
                    insert.setInt(6, content.size());
                    insert.setString(7, content.sha256());
                    insert.setString(8, content.sha256());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        }
        scene.execute("insert into git_work (version_id) select id from config_version order by id");
        scene.execute("""
                insert into device_state (device_id, current_version_id, current_collected_at)
                select device_id, id, collected_at from config_version order by id desc limit 1""");
    }

    /** Every version changes one line of its own. */
    private static String text(int number) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < LINES; line++) {
            int changes = number - number % LINES + (line < number % LINES ? LINES : 0);
            text.append("interface Ethernet")
                    .append(line)
                    .append(" description change ")
                    .append(changes)
                    .append('\n');
        }
        return text.toString();
    }

    /** Pages of a hundred, each from where the one before ended. */
    private String timedLists(long device) {
        double[] millis = new double[LOOKS];
        String next = "";
        for (int look = 0; look < LOOKS; look++) {
            long start = System.nanoTime();
            JsonNode page = scene.api().get("/devices/%d/versions?limit=100%s".formatted(device, next));
            millis[look] = (System.nanoTime() - start) / 1e6;
            JsonNode after = page.path("next");
            next = after.isString() ? "&after=" + after.asString() : "";
        }
        return "list " + shown(millis);
    }

    private String timedDifferences(long device) {
        long oldest = scene.number("select min(id) from config_version");
        double[] millis = new double[LOOKS];
        for (int look = 0; look < LOOKS; look++) {
            long from = oldest + scene.random().nextInt(VERSIONS);
            long to = oldest + scene.random().nextInt(VERSIONS);
            long start = System.nanoTime();
            scene.api().text("/devices/%d/diff?from=%d&to=%d".formatted(device, from, to));
            millis[look] = (System.nanoTime() - start) / 1e6;
        }
        return "diff " + shown(millis);
    }

    private static String shown(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "%.0f ms (worst %.0f)", sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    private Check rebuilds() {
        String before = scene.git().tree();
        scene.stack().forget(scene.role("consumer"));
        scene.role("consumer").stop();
        Path rebuilt = scene.stack().gitRepository().resolveSibling("rebuilt.git");
        Program rebuild = scene.stack().startRebuild(rebuilt);
        try {
            Wait.until("rebuild-git ended", COMMITTED, () -> !rebuild.isRunning());
        } catch (StackException e) {
            rebuild.kill();
            return new Check(Invariant.GIT_EQUALS_DATABASE, false, String.valueOf(e.getMessage()));
        }
        GitRepository git = new GitRepository(rebuilt);
        git.check();
        return Check.of(
                Invariant.GIT_EQUALS_DATABASE,
                rebuild.exitCode().orElse(-1) == 0 && git.tree().equals(before) && git.commits() == VERSIONS,
                "rebuild-git ended with %d, %d commits, tree %s instead of %s"
                        .formatted(rebuild.exitCode().orElse(-1), git.commits(), git.tree(), before));
    }
}
