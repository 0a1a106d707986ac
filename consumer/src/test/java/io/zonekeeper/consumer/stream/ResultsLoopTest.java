package io.zonekeeper.consumer.stream;

import static io.zonekeeper.consumer.fixture.Fixture.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.consumer.archive.BatchReport;
import io.zonekeeper.consumer.fixture.Fixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.StreamEntryID;

class ResultsLoopTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Fixture store;
    private long device;

    @BeforeEach
    void open() {
        store = new Fixture();
        device = store.device(store.group("dmz"), "sw1");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private BatchReport drain() {
        return store.loop("me", NEVER).drain();
    }

    @Test
    void resultsAreStoredAndTakenOffTheStream() {
        store.add(store.captured(device, "a\n", at(1)));
        store.add(store.failed(device, FailureKind.UNREACHABLE, at(2)));
        assertThat(drain()).isEqualTo(new BatchReport(2, 1, 0, 0));
        assertThat(store.count("outcome")).isEqualTo(2);
        assertThat(store.entries()).isZero();
        assertThat(store.pending()).isZero();
    }

    @Test
    void streamThatDoesNotExistYetIsEmpty() {
        assertThat(drain()).isEqualTo(BatchReport.EMPTY);
    }

    @Test
    void moreThanABatchIsTakenInSeveral() {
        for (int i = 0; i < 350; i++) {
            store.add(store.failed(device, FailureKind.UNREACHABLE, at(i)));
        }
        assertThat(drain().stored()).isEqualTo(350);
        assertThat(store.entries()).isZero();
    }

    @Test
    void poisonBetweenTwoGoodOnesIsTakenOffToo() {
        store.add(store.captured(device, "a\n", at(1)));
        store.add(Map.of("hello", "world".getBytes(UTF_8)));
        store.add(store.captured(device, "b\n", at(2)));
        assertThat(drain()).isEqualTo(new BatchReport(2, 2, 0, 1));
        assertThat(store.entries()).isZero();
        assertThat(store.count("quarantine")).isEqualTo(1);
    }

    @Test
    void resultThatComesTwiceIsStoredOnce() {
        JobResult result = store.captured(device, "a\n", at(1));
        store.add(result);
        store.add(result);
        assertThat(drain()).isEqualTo(new BatchReport(1, 1, 1, 0));
        store.add(result);
        assertThat(drain()).isEqualTo(new BatchReport(0, 0, 1, 0));
        assertThat(store.entries()).isZero();
    }

    @Test
    void whatWasDeliveredBeforeACrashComesFirst() {
        store.add(store.captured(device, "a\n", at(1)));
        store.deliverTo("me");
        store.add(store.captured(device, "b\n", at(2)));
        assertThat(drain().stored()).isEqualTo(2);
        assertThat(store.strings("select collected_at from outcome order by stored_at"))
                .hasSize(2)
                .isSorted();
        assertThat(store.pending()).isZero();
    }

    @Test
    void entriesOfADeadConsumerAreTakenOver() {
        store.add(store.captured(device, "a\n", at(1)));
        store.deliverTo("dead");
        assertThat(drain()).isEqualTo(BatchReport.EMPTY);
        assertThat(store.pending()).isEqualTo(1);
        await().atMost(PATIENCE).untilAsserted(() -> {
            store.loop("me", Duration.ofMillis(50)).drain();
            assertThat(store.pending()).isZero();
        });
        assertThat(store.count("outcome")).isEqualTo(1);
        assertThat(store.entries()).isZero();
    }

    @Test
    void pendingEntryThatSomebodyDeletedIsGivenUp() {
        String deleted = store.add(store.captured(device, "a\n", at(1)));
        store.deliverTo("me");
        store.redis.xdel(store.stream, new StreamEntryID(deleted));
        store.add(store.captured(device, "b\n", at(2)));
        assertThat(drain().stored()).isEqualTo(1);
        assertThat(store.pending()).isZero();
    }

    @Test
    void pendingEntryOfADeadConsumerThatSomebodyDeletedIsGivenUp() {
        String deleted = store.add(store.captured(device, "a\n", at(1)));
        store.deliverTo("dead");
        store.redis.xdel(store.stream, new StreamEntryID(deleted));
        await().atMost(PATIENCE).untilAsserted(() -> {
            store.loop("me", Duration.ofMillis(50)).drain();
            assertThat(store.pending()).isZero();
        });
    }

    @Test
    void severalStreamsAreRead() {
        String other = store.stream + ":lab";
        JobResult result = store.captured(device, "a\n", at(1));
        store.add(store.captured(device, "b\n", at(2)));
        store.add(result);
        store.redis.rename(store.stream, other);
        store.add(store.captured(device, "c\n", at(3)));
        assertThat(store.loop(List.of(store.stream, other), "me", NEVER).drain().stored())
                .isEqualTo(3);
        assertThat(store.redis.xlen(other)).isZero();
        store.redis.del(other);
    }

    @Test
    void runningLoopTakesWhatComesUntilItIsStopped() {
        CompletableFuture<BatchReport> running = CompletableFuture.supplyAsync(store.loop("me", NEVER)::run);
        store.add(store.captured(device, "a\n", at(1)));
        await().atMost(PATIENCE).until(() -> store.count("outcome") == 1);
        store.add(store.captured(device, "b\n", at(2)));
        await().atMost(PATIENCE).until(() -> store.count("outcome") == 2 && store.entries() == 0);
        store.stop.request();
        assertThat(running).succeedsWithin(PATIENCE).isEqualTo(new BatchReport(2, 2, 0, 0));
    }

    @Test
    void runningLoopOutlivesTheLossOfTheStreamAndItsConsumerGroup() {
        CompletableFuture<BatchReport> running = CompletableFuture.supplyAsync(store.loop("me", NEVER)::run);
        store.add(store.captured(device, "a\n", at(1)));
        await().atMost(PATIENCE).until(() -> store.count("outcome") == 1);
        store.redis.del(store.stream);
        store.add(store.captured(device, "b\n", at(2)));
        await().atMost(PATIENCE).until(() -> store.count("outcome") == 2);
        store.stop.request();
        assertThat(running).succeedsWithin(PATIENCE);
    }

    @Test
    void nextPageIsReadWhileOneIsStored() {
        for (int i = 0; i < 3 * BatchSize.BEGINNING; i++) {
            store.add(store.failed(device, FailureKind.UNREACHABLE, at(i)));
        }
        CompletableFuture<BatchReport> draining = store.transaction.execute(_ -> {
            store.jdbc.execute("lock table outcome in exclusive mode");
            CompletableFuture<BatchReport> waiting = CompletableFuture.supplyAsync(this::drain);
            await().atMost(PATIENCE).until(() -> hasGroup() && store.pending() == 2L * BatchSize.BEGINNING);
            return waiting;
        });
        assertThat(draining).succeedsWithin(PATIENCE).isEqualTo(new BatchReport(3 * BatchSize.BEGINNING, 0, 0, 0));
        assertThat(store.entries()).isZero();
    }

    @Test
    void outageOfTheDatabaseLosesNothingAndQuarantinesNothing() {
        store.jdbc.execute("""
                create function full_disk() returns trigger language plpgsql as
                $$ begin raise exception 'disk full' using errcode = '53100'; end $$
                """);
        store.jdbc.execute("create trigger full_disk before insert on outcome execute function full_disk()");
        for (int i = 0; i < 20; i++) {
            store.add(store.captured(device, "config " + i, at(i)));
        }
        CompletableFuture<BatchReport> running = CompletableFuture.supplyAsync(store.loop("me", NEVER)::run);
        await().atMost(PATIENCE).until(() -> hasGroup() && store.pending() > 0);
        assertThat(store.entries()).isEqualTo(20);
        store.jdbc.execute("drop trigger full_disk on outcome");
        await().atMost(PATIENCE).until(() -> store.entries() == 0);
        store.stop.request();
        assertThat(running).succeedsWithin(PATIENCE).isEqualTo(new BatchReport(20, 20, 0, 0));
        assertThat(store.count("quarantine")).isZero();
    }

    @Test
    void lostConnectionInMidBatchLosesNothing() {
        store.jdbc.execute("""
                create function lose_connection() returns trigger language plpgsql as
                $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$
                """);
        store.jdbc.execute(
                "create trigger lose_connection before insert on git_work execute function lose_connection()");
        store.add(store.captured(device, "a\n", at(1)));
        CompletableFuture<BatchReport> running = CompletableFuture.supplyAsync(store.loop("me", NEVER)::run);
        await().atMost(PATIENCE).until(() -> hasGroup() && store.pending() > 0);
        store.jdbc.execute("drop trigger lose_connection on git_work");
        await().atMost(PATIENCE).until(() -> store.entries() == 0);
        store.stop.request();
        assertThat(running).succeedsWithin(PATIENCE).isEqualTo(new BatchReport(1, 1, 0, 0));
    }

    @Test
    void twoConsumersAtOnceStoreEverythingOnce() {
        long group = store.group("lab");
        long[] devices = new long[10];
        for (int i = 0; i < devices.length; i++) {
            devices[i] = store.device(group, "r" + i);
        }
        for (int i = 0; i < 300; i++) {
            JobResult result = store.captured(devices[i % devices.length], "config " + i, at(i));
            store.add(result);
            store.add(result);
        }
        CompletableFuture<BatchReport> first =
                CompletableFuture.supplyAsync(store.loop("one", Duration.ofMillis(1))::drain);
        CompletableFuture<BatchReport> second =
                CompletableFuture.supplyAsync(store.loop("two", Duration.ofMillis(1))::drain);
        assertThat(first).succeedsWithin(PATIENCE);
        assertThat(second).succeedsWithin(PATIENCE);
        assertThat(first.join().plus(second.join()).stored()).isEqualTo(300);
        assertThat(store.count("outcome")).isEqualTo(300);
        assertThat(store.count("config_version")).isEqualTo(300 - duplicates());
        assertThat(store.entries()).isZero();
        assertThat(store.pending()).isZero();
        assertThat(store.strings("select masked from config_text order by masked"))
                .containsExactly(
                        "config 290",
                        "config 291",
                        "config 292",
                        "config 293",
                        "config 294",
                        "config 295",
                        "config 296",
                        "config 297",
                        "config 298",
                        "config 299");
    }

    private long duplicates() {
        return store.strings("select task_id from outcome where not changed").size();
    }

    private boolean hasGroup() {
        return store.redis.exists(store.stream)
                && store.redis.xinfoGroups(store.stream).stream()
                        .anyMatch(group -> group.getName().equals(RedisKeys.CONSUMER_GROUP));
    }
}
