package io.zonekeeper.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.zonekeeper.collector.intake.AmqpAddress;
import io.zonekeeper.collector.run.Visits;
import io.zonekeeper.common.job.BackupJob;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.Job;
import io.zonekeeper.common.job.JobMessage;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.job.LoginTestJob;
import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.result.ResultCodec;
import io.zonekeeper.common.seal.GroupPrivateKey;
import io.zonekeeper.common.seal.Keyring;
import io.zonekeeper.common.seal.Sealer;
import io.zonekeeper.common.services.Passage;
import io.zonekeeper.common.services.Services;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.common.wire.Queues;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.common.wire.WireException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import redis.clients.jedis.RedisClient;

/** A group of its own on real services, its keys, what an orchestrator would do there, and collectors with a {@link TestPlugin}. */
final class TestZone implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    final GroupName group = new GroupName("t-" + UUID.randomUUID().toString().substring(0, 13));
    final String stream = "test:results:" + group;
    final GroupPrivateKey key = GroupPrivateKey.generate();
    final TestPlugin plugin = new TestPlugin();
    final Passage toRedis = new Passage(Services.redisUrl());
    final Passage toRabbit = new Passage(Services.amqpUrl());
    final RedisClient redis = RedisClient.create(Services.redisUrl());

    private final Sealer sealer = new Sealer(Clock.systemUTC());
    private final List<String> keysToDelete = new ArrayList<>(List.of(stream, RedisKeys.controlGroup(group)));
    private final List<CollectorProcess> collectors = new ArrayList<>();
    private final Connection connection;
    private final Channel channel;

    TestZone() {
        try {
            AmqpAddress address = AmqpAddress.parse(Services.amqpUrl());
            ConnectionFactory factory = new ConnectionFactory();
            factory.setHost(address.host());
            factory.setPort(address.port());
            factory.setUsername(address.user());
            factory.setPassword(address.password());
            factory.setVirtualHost(address.vhost());
            connection = factory.newConnection("test " + group);
            channel = connection.createChannel();
            channel.queueDeclare(Queues.DEAD, true, false, false, Queues.DEAD_ARGUMENTS);
        } catch (Exception e) {
            throw new AssertionError("RabbitMQ does not answer", e);
        }
        createQueue();
    }

    void createQueue() {
        try {
            channel.queueDeclare(group.queue(), true, false, false, Queues.GROUP_ARGUMENTS);
        } catch (Exception e) {
            throw new AssertionError("no queue", e);
        }
    }

    void deleteQueue() {
        try {
            channel.queueDelete(group.queue());
        } catch (Exception e) {
            throw new AssertionError("the queue stays", e);
        }
    }

    CollectorSettings settings(int slots) {
        try {
            return settings(slots, Keyring.parse(group + "=" + key.text()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    CollectorSettings settings(int slots, Keyring keyring) {
        String instance = "c-" + UUID.randomUUID();
        keysToDelete.add(RedisKeys.controlInstance(instance));
        return new CollectorSettings(
                List.of(group),
                slots,
                instance,
                AmqpAddress.parse(toRabbit.through(Services.amqpUrl())),
                toRedis.through(Services.redisUrl()),
                stream,
                keyring,
                Optional.empty(),
                20_000,
                32 * 1024 * 1024);
    }

    /** Starts a collector; see {@link #consuming}. */
    CollectorProcess start(CollectorSettings settings) {
        Clock clock = Clock.systemUTC();
        CollectorProcess.Abilities abilities = new CollectorProcess.Abilities(
                platform -> platform.equals("test") ? Optional.of(plugin) : Optional.empty(),
                List::of,
                new Visits(_ -> plugin, clock));
        CollectorProcess collector = new CollectorProcess(settings, abilities, clock).start();
        collectors.add(collector);
        return collector;
    }

    /** Starts a collector and waits until it consumes. */
    CollectorProcess consuming(int slots) {
        CollectorProcess collector = start(settings(slots));
        awaitConsuming(collector);
        return collector;
    }

    void awaitConsuming(CollectorProcess collector) {
        await().atMost(PATIENCE).until(() -> collector.intake().consuming().contains(group));
    }

    BackupJob job() {
        return job(Instant.now().plusSeconds(600), Limits.DEFAULT, "test");
    }

    BackupJob job(Instant notAfter, Limits limits, String platform) {
        Instant now = Instant.now();
        long device = ThreadLocalRandom.current().nextLong(1L << 40, 1L << 41);
        TaskId task = TaskId.next(now);
        keysToDelete.addAll(List.of(RedisKeys.deviceLock(device), RedisKeys.done(task), RedisKeys.revoked(task)));
        return new BackupJob(
                task,
                "backup:%d:%s".formatted(device, now),
                group,
                1,
                notAfter,
                now,
                limits,
                device,
                platform,
                Map.of());
    }

    LoginTestJob loginTest() {
        BackupJob job = job();
        return new LoginTestJob(
                job.taskId(),
                job.taskIdentifier(),
                group,
                1,
                job.notAfter(),
                job.initiatedAt(),
                job.limits(),
                job.deviceId(),
                "test",
                Map.of("transport", "telnet"));
    }

    <J extends Job> J publish(J job) {
        publish(message(job, "s3cret"), job);
        return job;
    }

    byte[] message(Job job, String password) {
        byte[] access = Json.MAPPER.writeValueAsBytes(
                new DeviceAccess("192.0.2.1", 22, null, "backup", password, null, null, null));
        return new JobMessage(job, sealer.seal(group, List.of(key.publicKey()), access, JobMessage.associatedData(job)))
                .encode();
    }

    void publish(byte[] body, Job job) {
        publish(
                body,
                new AMQP.BasicProperties.Builder()
                        .messageId(job.taskId().toString())
                        .type(job.kind().wireName())
                        .deliveryMode(2)
                        .build());
    }

    void publish(byte[] body, AMQP.BasicProperties properties) {
        try {
            channel.confirmSelect();
            channel.basicPublish("", group.queue(), true, properties, body);
            channel.waitForConfirmsOrDie(10_000);
        } catch (Exception e) {
            throw new AssertionError("not published", e);
        }
    }

    /** Messages at the broker that nobody holds. */
    int ready() {
        try {
            return channel.queueDeclarePassive(group.queue()).getMessageCount();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the dead letters hold a message with this body; it is taken out, others stay. */
    boolean isDeadLettered(byte[] body) {
        try (Channel looking = connection.createChannel()) {
            GetResponse response = looking.basicGet(Queues.DEAD, false);
            while (response != null) {
                if (Arrays.equals(response.getBody(), body)) {
                    looking.basicAck(response.getEnvelope().getDeliveryTag(), false);
                    return true;
                }
                response = looking.basicGet(Queues.DEAD, false);
            }
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** All results so far, oldest first. */
    List<JobResult> results() {
        List<JobResult> results = new ArrayList<>();
        for (Object entry : redis.xrange(stream.getBytes(UTF_8), new byte[] {'-'}, new byte[] {'+'})) {
            Map<String, byte[]> fields = new HashMap<>();
            List<?> parts = (List<?>) ((List<?>) entry).get(1);
            for (int i = 0; i < parts.size(); i += 2) {
                fields.put(new String((byte[]) parts.get(i), UTF_8), (byte[]) parts.get(i + 1));
            }
            try {
                results.add(ResultCodec.decode(fields));
            } catch (WireException e) {
                throw new AssertionError(e);
            }
        }
        return results;
    }

    List<JobResult> awaitResults(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(results()).hasSizeGreaterThanOrEqualTo(count));
        return results();
    }

    JobResult.Failed awaitFailure() {
        return (JobResult.Failed) awaitResults(1).getFirst();
    }

    void awaitSettled(CollectorProcess collector) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(collector.intake().inFlight() + ready()).isZero());
    }

    Optional<Heartbeat> heartbeat(CollectorSettings settings) {
        String json = redis.get(RedisKeys.collector(settings.instance()));
        try {
            return json == null ? Optional.empty() : Optional.of(Heartbeat.fromJson(json));
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        plugin.letGo();
        collectors.forEach(CollectorProcess::close);
        toRedis.close();
        toRabbit.close();
        channel.queueDelete(group.queue());
        connection.close();
        redis.del(keysToDelete.toArray(String[]::new));
        redis.close();
    }
}
