package io.zonekeeper.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import io.zonekeeper.common.job.BackupJob;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.job.LoginTestJob;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.seal.GroupPrivateKey;
import io.zonekeeper.common.seal.Keyring;
import io.zonekeeper.common.wire.Control;
import io.zonekeeper.common.wire.RedisKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.params.SetParams;

class CollectorProcessTest {

    private TestZone zone;

    @BeforeEach
    void makeZone() {
        zone = new TestZone();
    }

    @AfterEach
    void endZone() throws Exception {
        zone.close();
    }

    @Test
    void aPublishedJobBecomesAResult() throws Exception {
        CollectorSettings settings = zone.settings(4);
        CollectorProcess collector = zone.start(settings);
        BackupJob job = zone.publish(zone.job());

        JobResult.Captured captured = (JobResult.Captured) zone.awaitResults(1).getFirst();
        assertThat(captured.content().decode()).isEqualTo(TestPlugin.CONFIG);
        assertThat(captured.header().taskId()).isEqualTo(job.taskId());
        assertThat(captured.header().taskIdentifier()).isEqualTo(job.taskIdentifier());
        assertThat(captured.header().deviceId()).isEqualTo(job.deviceId());
        assertThat(captured.header().collector()).isEqualTo(settings.instance());
        assertThat(captured.header().keyId()).isEqualTo(zone.key.publicKey().id());
        assertThat(captured.header().hostKey().key()).isEqualTo(TestPlugin.HOST_KEY);
        assertThat(captured.header().transcript()).contains("> show running-config", "hostname r1");
        assertThat(captured.header().connectedAt()).isBetween(captured.header().receivedAt(), Instant.now());
        zone.awaitSettled(collector);
        assertThat(zone.redis.ttl(RedisKeys.done(job.taskId()))).isBetween(3_600L, 3_600L + 600 + 270 + 60);
        assertThat(zone.redis.exists(RedisKeys.deviceLock(job.deviceId()))).isFalse();
    }

    @Test
    void aLoginTestIsCompletedWithItsTranscriptAsItsParametersSay() {
        zone.consuming(1);
        LoginTestJob test = zone.publish(zone.loginTest());
        JobResult.Completed completed =
                (JobResult.Completed) zone.awaitResults(1).getFirst();
        assertThat(completed.header().taskId()).isEqualTo(test.taskId());
        assertThat(completed.header().transcript()).isEqualTo("r1# over telnet");
    }

    @Test
    void aTaskThatIsDoneIsNotDoneAgain() {
        BackupJob job = zone.job();
        zone.redis.set(RedisKeys.done(job.taskId()), "1");
        CollectorProcess collector = zone.consuming(1);
        zone.publish(job);
        zone.publish(zone.job());
        zone.awaitResults(1);
        zone.awaitSettled(collector);
        assertThat(zone.results()).hasSize(1);
        assertThat(zone.plugin.visits).hasValue(1);
    }

    @Test
    void whatIsNoJobGoesToTheDeadLettersAndItsNeighboursAreDone() {
        byte[] poison = ("{\"poison\":\"" + zone.group + "\"}").getBytes(UTF_8);
        zone.publish(zone.job());
        zone.publish(poison, new AMQP.BasicProperties.Builder().deliveryMode(2).build());
        zone.publish(zone.job());
        CollectorProcess collector = zone.consuming(1);
        assertThat(zone.awaitResults(2)).allMatch(JobResult.Captured.class::isInstance);
        zone.awaitSettled(collector);
        await().atMost(TestZone.PATIENCE).until(() -> zone.isDeadLettered(poison));
    }

    @Test
    void aJobOfAnotherReleaseIsAnsweredUnsupported() {
        BackupJob job = zone.job();
        byte[] body = new String(zone.message(job, "s3cret"), UTF_8)
                .replace("\"schema\":1", "\"schema\":9")
                .getBytes(UTF_8);
        zone.publish(body, job);
        zone.consuming(1);
        JobResult.Failed failed = zone.awaitFailure();
        assertThat(failed.failure()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(failed.detail()).contains("schema 9");
    }

    @Test
    void anUnknownPlatformIsAnsweredUnsupported() {
        zone.publish(zone.job(Instant.now().plusSeconds(600), Limits.DEFAULT, "toaster"));
        zone.consuming(1);
        JobResult.Failed failed = zone.awaitFailure();
        assertThat(failed.failure()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(failed.detail()).contains("toaster");
    }

    @Test
    void aJobPastItsLatestStartExpires() {
        zone.publish(zone.job(Instant.now().minusSeconds(1), Limits.DEFAULT, "test"));
        zone.consuming(1);
        assertThat(zone.awaitFailure().failure()).isEqualTo(FailureKind.EXPIRED);
        assertThat(zone.plugin.visits).hasValue(0);
    }

    @Test
    void aRevokedJobIsCancelled() {
        BackupJob job = zone.job();
        zone.redis.set(RedisKeys.revoked(job.taskId()), "1");
        zone.publish(job);
        zone.consuming(1);
        assertThat(zone.awaitFailure().failure()).isEqualTo(FailureKind.CANCELLED);
        assertThat(zone.plugin.visits).hasValue(0);
    }

    @Test
    void aRefusedLoginIsDataAndShowsNoPassword() {
        BackupJob job = zone.job();
        zone.publish(zone.message(job, "wr0ng-passw0rd"), job);
        zone.consuming(1);
        JobResult.Failed failed = zone.awaitFailure();
        assertThat(failed.failure()).isEqualTo(FailureKind.LOGIN_REFUSED);
        assertThat(failed.toString()).doesNotContain("wr0ng-passw0rd");
    }

    @Test
    void aFaultOfAPluginEndsItsOwnJobAlone() {
        zone.plugin.fault = new IllegalStateException("oops");
        CollectorProcess collector = zone.consuming(1);
        zone.publish(zone.job());
        assertThat(zone.awaitFailure().failure()).isEqualTo(FailureKind.INTERNAL);
        zone.plugin.fault = null;
        zone.publish(zone.job());
        assertThat(zone.awaitResults(2).getLast()).isInstanceOf(JobResult.Captured.class);
        zone.awaitSettled(collector);
    }

    @Test
    void aSilentDeviceIsCutOffAtTheHardLimit() {
        zone.plugin.holdSessions();
        Limits limits = new Limits(Duration.ofMillis(200), Duration.ofMillis(500), 1024);
        zone.publish(zone.job(Instant.now().plusSeconds(600), limits, "test"));
        zone.consuming(1);
        JobResult.Failed failed = zone.awaitFailure();
        assertThat(failed.failure()).isEqualTo(FailureKind.TIMED_OUT);
        assertThat(failed.header().durationMs()).isBetween(500L, 3_000L);
        assertThat(zone.plugin.open).hasValue(0);
    }

    @Test
    void withoutAFittingKeyTheGroupIsRefusedAndTheMessageGivenBack() throws Exception {
        Keyring other =
                Keyring.parse(zone.group + "=" + GroupPrivateKey.generate().text());
        CollectorSettings settings = zone.settings(4, other);
        CollectorProcess collector = zone.start(settings);
        zone.awaitConsuming(collector);
        zone.publish(zone.job());
        zone.publish(zone.job());
        await().atMost(TestZone.PATIENCE)
                .untilAsserted(() -> assertThat(zone.heartbeat(settings)).hasValueSatisfying(heartbeat -> {
                    assertThat(heartbeat.groups()).isEmpty();
                    assertThat(heartbeat.refusedGroups().get(zone.group.value()))
                            .contains("does not open", zone.group.value());
                }));
        await().atMost(TestZone.PATIENCE).until(() -> zone.ready() == 2);
        assertThat(zone.results()).isEmpty();
        zone.consuming(1);
        assertThat(zone.awaitResults(2)).allMatch(JobResult.Captured.class::isInstance);
    }

    @Test
    void resultsAreHeldWhileRedisIsAwayAndNothingIsTakenMeanwhile() {
        CollectorProcess collector = zone.consuming(4);
        zone.plugin.holdSessions();
        zone.publish(zone.job());
        await().atMost(TestZone.PATIENCE).until(() -> zone.plugin.open.get() == 1);

        zone.toRedis.bar();
        zone.plugin.letGo();
        await().atMost(TestZone.PATIENCE)
                .until(() -> collector.intake().consuming().isEmpty());
        zone.publish(zone.job());
        assertThat(zone.ready()).isEqualTo(1);
        assertThat(collector.intake().inFlight()).isEqualTo(1);
        assertThat(zone.results()).isEmpty();

        zone.toRedis.open();
        assertThat(zone.awaitResults(2)).allMatch(JobResult.Captured.class::isInstance);
        zone.awaitSettled(collector);
        assertThat(zone.plugin.visits).hasValue(2);
    }

    @Test
    void aJobWaitsForTheLockOfItsDevice() {
        BackupJob job = zone.job();
        zone.redis.set(
                RedisKeys.deviceLock(job.deviceId()),
                "somebody",
                SetParams.setParams().px(30_000));
        CollectorProcess collector = zone.consuming(1);
        zone.publish(job);
        await().atMost(TestZone.PATIENCE).until(() -> collector.intake().inFlight() == 1);
        await().during(Duration.ofMillis(500)).until(() -> zone.plugin.visits.get() == 0);
        zone.redis.del(RedisKeys.deviceLock(job.deviceId()));
        assertThat(zone.awaitResults(1).getFirst()).isInstanceOf(JobResult.Captured.class);
    }

    @Test
    void aSecondDeliveryWaitsForTheFirstAndIsNotDoneAgain() {
        CollectorProcess collector = zone.consuming(2);
        zone.plugin.holdSessions();
        zone.publish(zone.job());
        await().atMost(TestZone.PATIENCE).until(() -> zone.plugin.open.get() == 1);
        zone.toRabbit.bar();
        await().atMost(TestZone.PATIENCE)
                .until(() -> collector.intake().consuming().isEmpty());
        zone.toRabbit.open();
        await().atMost(TestZone.PATIENCE).until(() -> collector.intake().inFlight() == 2);
        zone.plugin.letGo();
        zone.awaitSettled(collector);
        assertThat(zone.results()).hasSize(1).allMatch(JobResult.Captured.class::isInstance);
        assertThat(zone.plugin.visits).hasValue(1);
    }

    @Test
    void aJobWhoseLockIsLostIsCutOffAndIsNoSuccess() {
        zone.consuming(1);
        zone.plugin.holdSessions();
        BackupJob job = zone.publish(zone.job());
        await().atMost(TestZone.PATIENCE).until(() -> zone.plugin.open.get() == 1);
        zone.redis.set(RedisKeys.deviceLock(job.deviceId()), "somebody else");
        JobResult.Failed failed = zone.awaitFailure();
        assertThat(failed.failure()).isEqualTo(FailureKind.INTERNAL);
        assertThat(failed.detail()).contains("lock of device " + job.deviceId());
        assertThat(zone.plugin.open).hasValue(0);
        assertThat(zone.redis.get(RedisKeys.deviceLock(job.deviceId()))).isEqualTo("somebody else");
    }

    @Test
    void drainingFinishesWhatRunsAndTakesNothingNew() throws Exception {
        CollectorProcess collector = zone.consuming(2);
        zone.plugin.holdSessions();
        zone.publish(zone.job());
        await().atMost(TestZone.PATIENCE).until(() -> zone.plugin.open.get() == 1);
        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> {
            try {
                return collector.drain();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        await().atMost(TestZone.PATIENCE)
                .until(() -> collector.intake().consuming().isEmpty());
        zone.publish(zone.job());
        assertThat(drained).isNotDone();
        zone.plugin.letGo();
        assertThat(drained.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(zone.results()).hasSize(1);
        assertThat(zone.ready()).isEqualTo(1);
    }

    @Test
    void neverMoreJobsThanSlotsAlsoAfterAPause() {
        CollectorProcess collector = zone.consuming(3);
        zone.plugin.holdSessions();
        for (int i = 0; i < 12; i++) {
            zone.publish(zone.job());
        }
        await().atMost(TestZone.PATIENCE).until(() -> zone.plugin.open.get() == 3);
        zone.redis.hset(RedisKeys.controlGroup(zone.group), Control.PAUSED, "true");
        await().atMost(TestZone.PATIENCE)
                .until(() -> collector.intake().consuming().isEmpty());
        assertThat(collector.intake().refused().get(zone.group.value())).contains("paused");
        zone.redis.del(RedisKeys.controlGroup(zone.group));
        await().atMost(TestZone.PATIENCE)
                .until(() ->
                        collector.intake().refused().get(zone.group.value()).contains("busy"));
        assertThat(zone.ready()).isEqualTo(9);
        zone.plugin.letGo();
        zone.awaitResults(12);
        zone.awaitSettled(collector);
        assertThat(zone.plugin.mostOpen).hasValue(3);
    }

    @Test
    void aGroupWithoutAQueueIsNamedAndTakenUpOnceItIsThere() {
        zone.deleteQueue();
        CollectorProcess collector = zone.start(zone.settings(1));
        await().atMost(TestZone.PATIENCE)
                .until(() -> collector
                        .intake()
                        .refused()
                        .getOrDefault(zone.group.value(), "")
                        .contains("Group %s does not exist".formatted(zone.group)));
        zone.createQueue();
        zone.awaitConsuming(collector);
        zone.deleteQueue();
        await().atMost(TestZone.PATIENCE)
                .until(() -> collector.intake().consuming().isEmpty());
        zone.createQueue();
        zone.publish(zone.job());
        zone.awaitResults(1);
    }

    @Test
    void nothingIsTakenWhileTheStreamIsOverItsMark() {
        CollectorSettings settings = zone.settings(1);
        for (int i = 0; i < 3; i++) {
            zone.redis.xadd(
                    zone.stream,
                    redis.clients.jedis.params.XAddParams.xAddParams(),
                    java.util.Map.of("backlog", Integer.toString(i)));
        }
        CollectorProcess collector = zone.start(new CollectorSettings(
                settings.groups(),
                settings.slots(),
                settings.instance(),
                settings.amqp(),
                settings.redisUrl(),
                settings.resultsStream(),
                settings.keyring(),
                settings.platformsDirectory(),
                2,
                settings.sessionMemory()));
        await().atMost(TestZone.PATIENCE)
                .until(() -> collector
                        .intake()
                        .refused()
                        .getOrDefault(zone.group.value(), "")
                        .contains("over the mark of 2"));
        zone.redis.del(zone.stream);
        zone.awaitConsuming(collector);
    }

    @Test
    void aHeartbeatTellsWhatIsConsumedAndAnOrderlyEndTakesItAway() {
        CollectorSettings settings = zone.settings(7);
        CollectorProcess collector = zone.start(settings);
        zone.awaitConsuming(collector);
        await().atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> assertThat(zone.heartbeat(settings)).hasValueSatisfying(heartbeat -> {
                    assertThat(heartbeat.groups()).containsExactly(zone.group);
                    assertThat(heartbeat.refusedGroups()).isEmpty();
                    assertThat(heartbeat.slots()).isEqualTo(7);
                }));
        assertThat(zone.redis.zscore(RedisKeys.COLLECTORS, settings.instance())).isNotNull();
        collector.close();
        assertThat(zone.heartbeat(settings)).isEmpty();
        assertThat(zone.redis.zscore(RedisKeys.COLLECTORS, settings.instance())).isNull();
    }

    @Test
    void aWrongPasswordAtRabbitMqIsToldAtTheStart() throws Exception {
        CollectorSettings settings = zone.settings(1);
        CollectorProcess collector = zone.start(new CollectorSettings(
                settings.groups(),
                settings.slots(),
                settings.instance(),
                new io.zonekeeper.collector.intake.AmqpAddress(
                        false, settings.amqp().host(), settings.amqp().port(), "nobody", "nothing", "/"),
                settings.redisUrl(),
                settings.resultsStream(),
                settings.keyring(),
                settings.platformsDirectory(),
                2,
                settings.sessionMemory()));
        assertThat(collector.misconfigured().get(20, TimeUnit.SECONDS))
                .contains("refuses the login of user \"nobody\"", "ZONEKEEPER_AMQP_URL")
                .doesNotContain("nothing");
    }
}
