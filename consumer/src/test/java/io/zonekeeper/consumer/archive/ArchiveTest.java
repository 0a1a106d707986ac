package io.zonekeeper.consumer.archive;

import static io.zonekeeper.consumer.fixture.Fixture.at;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.result.Masking;
import io.zonekeeper.common.result.ResultCodec;
import io.zonekeeper.common.result.ResultHeader;
import io.zonekeeper.common.result.Span;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.consumer.fixture.Fixture;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class ArchiveTest {

    private static Fixture store;
    private static long group;
    private static int devices;
    private long device;

    @BeforeAll
    static void open() {
        store = new Fixture();
        group = store.group("dmz");
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void newDevice() {
        device = store.device(group, "sw" + ++devices);
        store.jdbc.update("delete from quarantine");
    }

    private BatchReport store(JobResult... results) {
        return store.store(List.of(results).stream().map(store::arrival).toList());
    }

    private int versions() {
        return store.strings("select id from config_version where device_id = ?", device)
                .size();
    }

    private String currentText() {
        return store.strings("select masked from config_text where device_id = ?", device)
                .getFirst();
    }

    private <T> T state(String column, Class<T> type) {
        return store.jdbc.queryForObject("select " + column + " from device_state where device_id = ?", type, device);
    }

    private Instant stateTime(String column) {
        return state(column, OffsetDateTime.class).toInstant();
    }

    private List<String> quarantined() {
        return store.strings("select reason from quarantine order by id");
    }

    @Test
    void capturedBecomesOutcomeVersionStateAndWorkForGit() {
        JobResult result = store.captured(device, "hostname a\n", at(1));
        assertThat(store(result)).isEqualTo(new BatchReport(1, 1, 0, 0));

        Map<String, Object> outcome = store.jdbc.queryForMap("select * from outcome where device_id = ?", device);
        assertThat(outcome)
                .containsEntry("status", "success")
                .containsEntry("changed", true)
                .containsEntry("kind", "backup")
                .containsEntry("collector", "collector-1");
        Map<String, Object> version =
                store.jdbc.queryForMap("select * from config_version where device_id = ?", device);
        assertThat(version).containsEntry("id", outcome.get("version_id")).containsEntry("history", false);
        assertThat(currentText()).isEqualTo("hostname a\n");
        assertThat(state("current_version_id", Long.class)).isEqualTo(version.get("id"));
        assertThat(state("last_status", String.class)).isEqualTo("success");
        assertThat(state("last_duration_ms", Integer.class)).isEqualTo(1000);
        assertThat(stateTime("last_changed_at")).isEqualTo(at(1));
        assertThat(store.strings(
                        "select version_id from git_work where version_id = ? and done_at is null", version.get("id")))
                .hasSize(1);
        assertThat(store.strings("select fingerprint from host_key_seen where device_id = ?", device))
                .singleElement()
                .asString()
                .startsWith("SHA256:");
    }

    @Test
    void whoWaitsForAnotherConsumerGoesOnFromWhatThatHasStored() {
        store(store.captured(device, "first\n", at(1)));
        JobResult changed = store.captured(device, "second\n", at(2));
        JobResult unchanged = store.captured(device, "second\n", at(3));
        AtomicReference<CompletableFuture<BatchReport>> other = new AtomicReference<>();
        store.archiveThatBeforeItsCommit(() -> {
                    other.set(CompletableFuture.supplyAsync(() -> store(unchanged)));
                    // Asked by a thread of Awaitility's, and so outside of this transaction.
                    await().until(() -> store.jdbc.queryForObject("""
                            select exists (select from pg_stat_activity
                                where datname = current_database() and wait_event = 'transactionid')
                            """, Boolean.class));
                })
                .store(Batch.of(List.of(store.arrival(changed)), Instant.now()));

        assertThat(other.get()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(new BatchReport(1, 0, 0, 0));
        assertThat(currentText()).isEqualTo("second\n");
        assertThat(stateTime("current_collected_at")).isEqualTo(at(3));
        assertThat(stateTime("last_changed_at")).isEqualTo(at(2));
    }

    @Test
    void whatIsVolatileIsStoredBesideTheConfiguration() {
        byte[] config = "hostname a\n! at 04:12\n".getBytes(UTF_8);
        store(new JobResult.Captured(
                store.header(store.backup(device), at(1)),
                Content.of(config),
                false,
                Content.sha256Of(config),
                List.of(),
                List.of(new Span(11, 21)),
                List.of()));
        assertThat(store.strings("select volatile_spans from config_version where device_id = ?", device))
                .containsExactly("[[11,21]]");
    }

    @Test
    void unchangedConfigurationMakesNoVersion() {
        store(store.captured(device, "hostname a\n", at(1)));
        assertThat(store(store.captured(device, "hostname a\n", at(5)))).isEqualTo(new BatchReport(1, 0, 0, 0));
        assertThat(versions()).isEqualTo(1);
        assertThat(store.strings("select changed from outcome where device_id = ? order by collected_at", device))
                .containsExactly("t", "f");
        assertThat(store.strings("select distinct version_id from outcome where device_id = ?", device))
                .hasSize(1);
        assertThat(stateTime("current_collected_at")).isEqualTo(at(5));
        assertThat(stateTime("last_changed_at")).isEqualTo(at(1));
    }

    @Test
    void changesInOneBatchFollowEachOtherInTheirOrderOfTime() {
        store(
                store.captured(device, "c\n", at(3)),
                store.captured(device, "a\n", at(1)),
                store.captured(device, "b\n", at(2)),
                store.captured(device, "c\n", at(4)));
        assertThat(store.strings("select collected_at from config_version where device_id = ? order by id", device))
                .hasSize(3)
                .isSorted();
        assertThat(currentText()).isEqualTo("c\n");
    }

    @Test
    void resultDeliveredAgainChangesNothing() {
        JobResult result = store.captured(device, "hostname a\n", at(1));
        JobResult failure = store.failed(device, FailureKind.UNREACHABLE, at(2));
        store(result, failure);
        assertThat(store(result, failure, failure)).isEqualTo(new BatchReport(0, 0, 3, 0));
        assertThat(versions()).isEqualTo(1);
        assertThat(state("failures_in_a_row", Integer.class)).isEqualTo(1);
    }

    @Test
    void lateOlderResultIsHistoryAndNeverCurrent() {
        store(store.captured(device, "new\n", at(10)));
        assertThat(store(store.captured(device, "old\n", at(5)))).isEqualTo(new BatchReport(1, 1, 0, 0));
        assertThat(currentText()).isEqualTo("new\n");
        assertThat(store.strings(
                        "select history from config_version where device_id = ? order by collected_at", device))
                .containsExactly("t", "f");
        assertThat(stateTime("last_attempt_at")).isEqualTo(at(10));
    }

    @Test
    void lateResultThatEqualsItsNeighbourInTimeIsNoVersion() {
        store(store.captured(device, "a\n", at(10)), store.captured(device, "b\n", at(20)));
        assertThat(store(store.captured(device, "a\n", at(15)), store.captured(device, "a\n", at(5)))
                        .changed())
                .isZero();
        assertThat(store(store.captured(device, "x\n", at(16)), store.captured(device, "x\n", at(17)))
                        .changed())
                .isEqualTo(1);
        assertThat(versions()).isEqualTo(3);
    }

    @Test
    void resultFromBetweenTwoSightingsOfTheCurrentConfigurationIsHistory() {
        store(store.captured(device, "a\n", at(10)), store.captured(device, "a\n", at(20)));
        store(store.captured(device, "b\n", at(15)));
        assertThat(currentText()).isEqualTo("a\n");
        assertThat(versions()).isEqualTo(2);
    }

    @Test
    void clockThatRunsAheadDoesNotMakeLaterResultsLate() {
        store(store.captured(device, "a\n", Instant.now().plus(Duration.ofDays(30))));
        store(store.captured(device, "b\n", Instant.now().plus(Duration.ofDays(1))));
        assertThat(currentText()).isEqualTo("b\n");
        assertThat(stateTime("current_collected_at")).isBefore(Instant.now().plusSeconds(1));
    }

    @Test
    void failuresAreCountedUntilASuccess() {
        store(
                store.failed(device, FailureKind.UNREACHABLE, at(1)),
                store.failed(device, FailureKind.LOGIN_REFUSED, at(2)));
        assertThat(state("failures_in_a_row", Integer.class)).isEqualTo(2);
        assertThat(state("last_failure", String.class)).isEqualTo("LOGIN_REFUSED");
        store(store.captured(device, "a\n", at(3)));
        assertThat(state("failures_in_a_row", Integer.class)).isZero();
        store(store.failed(device, FailureKind.UNREACHABLE, at(2)));
        assertThat(state("last_status", String.class)).isEqualTo("success");
    }

    @Test
    void loginTestIsAnOutcomeAndNoStateOfTheDevice() {
        TaskId task = store.attempt(device, "login_test", TaskId.next(Instant.now()));
        store(new JobResult.Completed(store.header(task, at(1))));
        assertThat(store.strings("select kind from outcome where device_id = ?", device))
                .containsExactly("login_test");
        assertThat(state("last_status", String.class)).isNull();
    }

    @Test
    void jobWithoutADeviceHasAnOutcome() {
        TaskId task = store.attempt(null, "cloud_sync", TaskId.next(Instant.now()));
        ResultHeader header = Fixture.header(task, null, "dmz", at(1), "collector-1", null);
        assertThat(store(new JobResult.Completed(header)).stored()).isEqualTo(1);
        TaskId other = store.attempt(null, "cloud_sync", TaskId.next(Instant.now()));
        ResultHeader captured = Fixture.header(other, null, "dmz", at(1), "collector-1", null);
        assertThat(store(store.captured(captured, new byte[] {1})).quarantined())
                .isEqualTo(1);
        assertThat(quarantined()).containsExactly("The result has a configuration, but its job has no device.");
    }

    @Test
    void deletedDeviceGetsHistoryOnly() {
        store(store.captured(device, "a\n", at(1)));
        TaskId task = store.backup(device);
        store.jdbc.update("update device set deleted_at = now() where id = ?", device);
        store(store.captured(task, "b\n", at(2)));
        assertThat(store.strings("select history from config_version where device_id = ? order by id", device))
                .containsExactly("f", "t");
        assertThat(currentText()).isEqualTo("a\n");
    }

    @Test
    void anyBytesAreKeptAsTheyCameAndTheTextIsCleaned() throws Exception {
        byte[] config = "banner \0 \033[1m caf\u00e9 \u00ff\n".getBytes(ISO_8859_1);
        TaskId task = store.backup(device);
        JobResult.Captured captured = (JobResult.Captured) store.captured(store.header(task, at(1)), config);
        store(captured);
        Content stored = store.jdbc.queryForObject(
                "select encoding, content, size, sha256 from config_version where device_id = ?",
                (row, _) -> new Content(row.getString(1), row.getBytes(2), row.getInt(3), row.getString(4)),
                device);
        assertThat(stored.encoding()).isEqualTo(captured.content().encoding());
        assertThat(stored.bytes()).isEqualTo(captured.content().bytes());
        assertThat(stored.decode()).isEqualTo(config);
        assertThat(currentText()).isEqualTo("banner \uFFFD \033[1m caf\uFFFD \uFFFD\n");
    }

    @Test
    void nulInTextsIsReplaced() {
        ResultHeader header = Fixture.header(store.backup(device), device, "dmz", at(1), "col\0", "show\0run");
        store(new JobResult.Failed(header, FailureKind.INTERNAL, "a\0b"));
        assertThat(store.jdbc.queryForMap(
                        "select detail, transcript, collector from outcome where device_id = ?", device))
                .containsEntry("detail", "a\uFFFDb")
                .containsEntry("transcript", "show\uFFFDrun")
                .containsEntry("collector", "col\uFFFD");
        assertThat(quarantined()).isEmpty();
    }

    @Test
    void secretsAreMaskedInTheTextAndKeptInTheVersion() {
        byte[] config = "password s3cret\n".getBytes(UTF_8);
        Span secret = new Span(9, 15);
        store(store.captured(store.header(store.backup(device), at(1)), config, secret));
        assertThat(currentText())
                .isEqualTo(new String(Masking.mask(config, List.of(secret), store.maskingKey), UTF_8))
                .contains("<secret:")
                .doesNotContain("s3cret");
        assertThat(store.strings("select secret_spans from config_version where device_id = ?", device))
                .containsExactly("[[9,15]]");
    }

    @Test
    void maskingKeyIsMadeOnce() {
        assertThat(MaskingKeys.ensure(store.jdbc)).isEqualTo(store.maskingKey).hasSize(Masking.KEY_BYTES);
    }

    @Test
    void whatIsNoResultOfOursGoesIntoTheQuarantineWithItsReason() {
        JobResult first = store.captured(device, "a\n", at(1));
        JobResult last = store.captured(device, "b\n", at(2));
        TaskId task = store.backup(device);
        TaskId never = TaskId.next(Instant.now());
        Map<String, byte[]> damaged = ResultCodec.encode(store.captured(task, "c\n".repeat(100), at(3)));
        damaged.put(ResultCodec.Field.DEVICE_CONFIG, new byte[] {1, 2, 3});
        List<Arrival> arrivals = List.of(
                store.arrival(first),
                store.arrival(Map.of("hello", "world".getBytes(UTF_8))),
                store.arrival(new JobResult.Completed(Fixture.header(never, device, "dmz", at(1), "c", null))),
                store.arrival(new JobResult.Completed(Fixture.header(task, device, "lab", at(1), "c", null))),
                store.arrival(new JobResult.Completed(Fixture.header(task, device + 1, "dmz", at(1), "c", null))),
                store.arrival(damaged),
                store.arrival(last));
        assertThat(store.store(arrivals)).isEqualTo(new BatchReport(2, 2, 0, 5));
        assertThat(quarantined())
                .satisfiesExactly(
                        reason -> assertThat(reason).isEqualTo("The result has no field schema."),
                        reason -> assertThat(reason).contains("is of no attempt"),
                        reason -> assertThat(reason).contains("comes from group lab", "to group dmz"),
                        reason -> assertThat(reason).contains("for device " + device),
                        reason -> assertThat(reason).contains("decompress"));
        assertThat(store.store(arrivals).quarantined()).isEqualTo(5);
        assertThat(quarantined()).hasSize(5);
    }

    @Test
    void quarantinedFieldsAreKeptWithTheirLengths() {
        store.store(List.of(store.arrival(Map.of("k\0", new byte[] {0, (byte) 0xFF}))));
        byte[] fields = store.jdbc.queryForObject("select fields from quarantine", byte[].class);
        assertThat(fields)
                .isEqualTo(ByteBuffer.allocate(12)
                        .putInt(2)
                        .put(new byte[] {'k', 0})
                        .putInt(2)
                        .put(new byte[] {0, (byte) 0xFF})
                        .array());
    }

    @Test
    void entryThatComesAgainByAReplayIsMarkedInTheQuarantine() {
        store.store(List.of(store.arrival(Map.of("hello", "world".getBytes(UTF_8)))));
        long id = store.jdbc.queryForObject("select id from quarantine", Long.class);
        Map<String, byte[]> good = ResultCodec.encode(store.captured(device, "a\n", at(1)));
        good.put(RedisKeys.REPLAY_OF, Long.toString(id).getBytes(UTF_8));
        Map<String, byte[]> foreign =
                Map.of("hello", "world".getBytes(UTF_8), RedisKeys.REPLAY_OF, "1; drop".getBytes(UTF_8));
        assertThat(store.store(List.of(store.arrival(good), store.arrival(foreign))))
                .isEqualTo(new BatchReport(1, 1, 0, 1));
        assertThat(store.jdbc.queryForList("select id from quarantine where replayed_at is not null", Long.class))
                .containsExactly(id);
    }

    @Test
    void entryThatNoReaderHadThoughtOfIsQuarantinedToo() {
        Map<String, byte[]> fields = ResultCodec.encode(store.captured(device, "a\n", at(1)));
        fields.put(ResultCodec.Field.LOG, "[null]".getBytes(UTF_8));
        assertThat(store.store(List.of(store.arrival(fields), store.arrival(store.captured(device, "b\n", at(2))))))
                .isEqualTo(new BatchReport(1, 1, 0, 1));
        assertThat(quarantined()).singleElement().asString().contains("not readable");
    }

    @Test
    void spansOutsideTheConfigurationAreRefused() {
        store(store.captured(store.header(store.backup(device), at(1)), new byte[] {1}, new Span(0, 9)));
        assertThat(quarantined()).singleElement().asString().contains("secret_spans");
        assertThat(versions()).isZero();
    }

    @Test
    void taskOfAnInsaneDateIsRefusedAndOneOfLastYearGetsItsPartition() {
        TaskId ancient = store.attempt(device, "backup", TaskId.next(Instant.parse("1990-01-01T00:00:00Z")));
        TaskId old = store.attempt(device, "backup", TaskId.next(Instant.now().minus(200, ChronoUnit.DAYS)));
        assertThat(store(store.captured(ancient, "a\n", at(1)), store.captured(old, "b\n", at(2))))
                .isEqualTo(new BatchReport(1, 1, 0, 1));
        assertThat(quarantined()).singleElement().asString().contains("1990-01-01");
    }

    @Test
    void transcriptsAreCompressedByLz4InPartitionsOfAnyTime() {
        TaskId old = store.attempt(device, "backup", TaskId.next(Instant.now().minus(200, ChronoUnit.DAYS)));
        store(store.captured(old, "a\n", at(1)));
        assertThat(store.strings("""
                select distinct a.attcompression
                from pg_attribute a join pg_class c on c.oid = a.attrelid
                where a.attname = 'transcript' and c.relname ~ '^outcome' and c.relkind in ('r', 'p')
                """)).containsExactly("l");
    }

    @Test
    void resultThatPostgresRefusesIsFoundAmongTheOthers() {
        store.jdbc.execute("alter table outcome add constraint no_evil check (collector <> 'evil')");
        JobResult[] results = new JobResult[7];
        for (int i = 0; i < results.length; i++) {
            String collector = i == 3 ? "evil" : "good";
            ResultHeader header = Fixture.header(store.backup(device), device, "dmz", at(i), collector, null);
            results[i] = store.captured(header, ("config " + i).getBytes(UTF_8));
        }
        assertThat(store(results)).isEqualTo(new BatchReport(6, 6, 0, 1));
        assertThat(quarantined())
                .singleElement()
                .asString()
                .contains("PostgreSQL refused it", "no_evil")
                .doesNotContain("Failing row");
        assertThat(currentText()).isEqualTo("config 6");
    }

    @Test
    void anyOtherErrorOfTheDatabaseRollsTheWholeBatchBackAndQuarantinesNothing() {
        store.jdbc.execute("""
                create function full_disk() returns trigger language plpgsql as
                $$ begin raise exception 'disk full' using errcode = '53100'; end $$
                """);
        store.jdbc.execute("create trigger full_disk before insert on git_work execute function full_disk()");
        JobResult[] results = {store.captured(device, "a\n", at(1)), store.failed(device, FailureKind.INTERNAL, at(2))};
        assertThatThrownBy(() -> store(results)).isInstanceOf(DataAccessException.class);
        assertThat(versions()).isZero();
        assertThat(quarantined()).isEmpty();
        store.jdbc.execute("drop trigger full_disk on git_work");
        assertThat(store(results)).isEqualTo(new BatchReport(2, 1, 0, 0));
    }
}
