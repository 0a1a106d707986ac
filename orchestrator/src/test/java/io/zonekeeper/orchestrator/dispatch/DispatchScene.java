package io.zonekeeper.orchestrator.dispatch;

import com.rabbitmq.client.GetResponse;
import io.zonekeeper.common.job.BackupJob;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.JobMessage;
import io.zonekeeper.common.seal.Keyring;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.common.wire.Queues;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.LiveCollector;
import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;

/** One group with devices in an orchestrator whose ticks are called by hand; plays its collectors and the consumer. */
final class DispatchScene {

    final String group;

    private final OrchestratorFixture orchestrator;
    private final ManualClock clock;
    private final String key;

    DispatchScene(OrchestratorFixture orchestrator, ManualClock clock) {
        this.orchestrator = orchestrator;
        this.clock = clock;
        this.group = orchestrator.newGroupName();
        this.key = orchestrator
                .admin()
                .post("/groups", Map.of("name", group))
                .expect(201)
                .json()
                .path("key")
                .asString();
    }

    /** What stands in the group's queue, acknowledged on the way. */
    List<Taken> takeAll() {
        List<Taken> taken = new ArrayList<>();
        orchestrator.bean(RabbitTemplate.class).execute(channel -> {
            GetResponse message = channel.basicGet(queue(), true);
            while (message != null) {
                taken.add(new Taken(message, ((JobMessage) JobMessage.decode(message.getBody()))));
                message = channel.basicGet(queue(), true);
            }
            return null;
        });
        return taken;
    }

    record Taken(GetResponse message, JobMessage job) {

        UUID taskId() {
            return job.job().taskId().value();
        }

        long deviceId() {
            return switch (job.job()) {
                case BackupJob backup -> backup.deviceId();
                case io.zonekeeper.common.job.LoginTestJob test -> test.deviceId();
            };
        }
    }

    DeviceAccess open(Taken taken) throws Exception {
        byte[] plain = Keyring.parse(group + "=" + key)
                .open(
                        new GroupName(group),
                        taken.job().sealed(),
                        JobMessage.associatedData(taken.job().job()))
                .plaintext();
        return Json.MAPPER.readValue(plain, DeviceAccess.class);
    }

    long newCredential() {
        return orchestrator
                .admin()
                .post(
                        "/credentials",
                        Map.of(
                                "name",
                                "login-" + UUID.randomUUID().toString().substring(0, 8),
                                "username",
                                "backup",
                                "password",
                                "s3cret-in-the-zone"))
                .expect(201)
                .json()
                .path("id")
                .asLong();
    }

    /** Inserts devices of this group by SQL; platform {@code linux} with a credential, else {@code noop}. */
    List<Long> newDevices(int count, @Nullable Long credential) {
        return jdbc().sql("""
                        insert into device (group_id, name, address, port, platform, credential_id)
                        select g.id, 'd' || substr(md5(random()::text), 1, 8) || '-' || n, '10.0.' || (n / 250) || '.' || (n % 250),
                            10000 + (random() * 50000)::int, case when :credential = 0 then 'noop' else 'linux' end,
                            nullif(:credential, 0)
                        from collector_group g cross join generate_series(1, :count) n where g.name = :group
                        returning id
                        """)
                .param("credential", credential == null ? 0L : credential)
                .param("count", count)
                .param("group", group)
                .query(Long.class)
                .list();
    }

    UUID run() {
        return run(Map.of("group", group));
    }

    UUID run(Map<String, Object> form) {
        return UUID.fromString(orchestrator
                .admin()
                .post("/runs", form)
                .expect(202)
                .json()
                .path("id")
                .asString());
    }

    JsonNode runOf(UUID id) {
        return orchestrator.admin().get("/runs/" + id).expect(200).json();
    }

    List<JsonNode> jobs(UUID run) {
        List<JsonNode> jobs = new ArrayList<>();
        orchestrator
                .admin()
                .get("/runs/" + run + "/jobs?limit=500")
                .expect(200)
                .json()
                .path("items")
                .forEach(jobs::add);
        return jobs;
    }

    JsonNode onlyJob(UUID run) {
        List<JsonNode> jobs = jobs(run);
        if (jobs.size() != 1) {
            throw new AssertionError("Run %s has %d jobs".formatted(run, jobs.size()));
        }
        return jobs.getFirst();
    }

    /** Writes an outcome as the consumer does; failure null for a success. */
    void outcome(UUID taskId, @Nullable String failure) {
        outcome(taskId, failure, null);
    }

    void outcome(UUID taskId, @Nullable String failure, @Nullable String hostKey) {
        jdbc().sql("""
                        insert into outcome (day, task_id, job_id, device_id, group_id, number, kind, status, failure, detail, collector,
                            received_at, connected_at, collected_at, duration_ms, log, host_key)
                        select :day, a.task_id, a.job_id, j.device_id, a.group_id, a.number, j.kind, :status, :failure, :detail,
                            'test-1', :at, :at, :at, 100, '[]', :hostKey
                        from attempt a join job j on j.id = a.job_id where a.task_id = :task
                        """)
                .param("day", new TaskId(taskId).day())
                .param("task", taskId)
                .param("status", failure == null ? "success" : "failure")
                .param("failure", failure)
                .param("detail", failure == null ? null : "The device said no.")
                .param("at", DatabaseTime.of(clock.instant()))
                .param("hostKey", hostKey)
                .update();
    }

    /** A live collector of this group with so many slots. */
    void heartbeat(String instance, int slots, List<TaskId> running) {
        LiveCollector.of(instance, List.of(group))
                .slots(slots)
                .running(running)
                .beat(redis(), clock.instant(), Duration.ofSeconds(30));
        clock.advance(Duration.ofSeconds(1));
    }

    void forget(String instance) {
        LiveCollector.forget(redis(), instance);
        clock.advance(Duration.ofSeconds(1));
    }

    /** Ends all jobs, so that other tests' ticks find nothing of this one. */
    void end() {
        jdbc().sql("update job set finished_at = now(), due_at = null where finished_at is null")
                .update();
        jdbc().sql("update attempt set settled_at = now() where settled_at is null")
                .update();
    }

    void deleteQueue() {
        orchestrator.bean(AmqpAdmin.class).deleteQueue(queue());
    }

    /** Returns when the broker has it in the queue. */
    void sendDead(byte[] body, @Nullable String messageId) {
        orchestrator.bean(RabbitTemplate.class).execute(channel -> {
            channel.confirmSelect();
            channel.basicPublish(
                    "",
                    Queues.DEAD,
                    new com.rabbitmq.client.AMQP.BasicProperties.Builder()
                            .messageId(messageId)
                            .type("backup")
                            .headers(Map.of("x-first-death-reason", "delivery_limit", "x-first-death-queue", queue()))
                            .build(),
                    body);
            channel.waitForConfirmsOrDie(10_000);
            return null;
        });
    }

    String queue() {
        return Queues.GROUP_PREFIX + group;
    }

    JdbcClient jdbc() {
        return orchestrator.jdbc();
    }

    RedisClient redis() {
        return orchestrator.bean(RedisClient.class);
    }
}
