package io.zonekeeper.common.job;

import io.zonekeeper.common.seal.AssociatedData;
import io.zonekeeper.common.seal.SealedBox;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.common.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A job as it travels in the body of an AMQP message: the job in clear, and sealed the {@link DeviceAccess} as JSON. AMQP
 * properties: message-id is the task id, type the kind, delivery mode 2.
 */
public record JobMessage(Job job, SealedBox sealed) implements ReceivedJob {

    /** The schema number this release writes; readers end any other as UNSUPPORTED. */
    public static final int SCHEMA = 1;

    /** The flat form on the wire. Fields are only ever added; a removal or a change of meaning is a new schema number. */
    private record Wire(
            int schema,
            @Nullable String kind,
            @Nullable TaskId taskId,
            @Nullable String taskIdentifier,
            @Nullable GroupName group,
            int attempt,
            @Nullable Instant notAfter,
            @Nullable Instant initiatedAt,
            long softLimitMs,
            long hardLimitMs,
            long maxBytes,
            @Nullable Long deviceId,
            @Nullable String platform,
            @Nullable Map<String, String> parameters,
            @Nullable SealedBox sealed) {}

    public byte[] encode() {
        Wire wire =
                switch (job) {
                    case DeviceJob device -> wire(device);
                };
        return Json.MAPPER.writeValueAsBytes(wire);
    }

    private Wire wire(DeviceJob device) {
        return new Wire(
                SCHEMA,
                device.kind().wireName(),
                device.taskId(),
                device.taskIdentifier(),
                device.group(),
                device.attempt(),
                device.notAfter(),
                device.initiatedAt(),
                device.limits().soft().toMillis(),
                device.limits().hard().toMillis(),
                device.limits().bytes(),
                device.deviceId(),
                device.platform(),
                device.parameters(),
                sealed);
    }

    /** @throws WireException if these bytes are no job of ours: nobody can answer it, so it belongs to the dead letters */
    public static ReceivedJob decode(byte[] body) throws WireException {
        Wire wire;
        try {
            wire = Json.MAPPER.readValue(body, Wire.class);
        } catch (JacksonException e) {
            throw new WireException("The message is no job: " + e.getOriginalMessage(), e);
        }
        if (wire == null) {
            throw new WireException("The message is no job: it is empty.");
        }
        TaskId taskId = require(wire.taskId, "task_id");
        String taskIdentifier = require(wire.taskIdentifier, "task_identifier");
        GroupName group = require(wire.group, "group");
        String kindName = require(wire.kind, "kind");
        Instant initiatedAt = require(wire.initiatedAt, "initiated_at");
        JobKind kind = JobKind.ofWireName(kindName).orElse(null);
        if (wire.schema != SCHEMA || kind == null) {
            String reason = wire.schema != SCHEMA
                    ? "Job schema %d is not known to this collector (it knows %d); upgrade the collector."
                            .formatted(wire.schema, SCHEMA)
                    : "Job kind \"%s\" is not known to this collector; upgrade the collector.".formatted(kindName);
            return new UnsupportedJob(
                    taskId, taskIdentifier, group, wire.attempt, kindName, wire.deviceId, initiatedAt, reason);
        }
        Instant notAfter = require(wire.notAfter, "not_after");
        long deviceId = require(wire.deviceId, "device_id");
        String platform = require(wire.platform, "platform");
        Map<String, String> parameters = wire.parameters == null ? Map.of() : wire.parameters;
        SealedBox sealed = require(wire.sealed, "sealed");
        Limits limits;
        try {
            limits =
                    new Limits(Duration.ofMillis(wire.softLimitMs), Duration.ofMillis(wire.hardLimitMs), wire.maxBytes);
        } catch (IllegalArgumentException e) {
            throw new WireException("The message is no job: " + e.getMessage(), e);
        }
        Job job =
                switch (kind) {
                    case BACKUP ->
                        new BackupJob(
                                taskId,
                                taskIdentifier,
                                group,
                                wire.attempt,
                                notAfter,
                                initiatedAt,
                                limits,
                                deviceId,
                                platform,
                                parameters);
                    case LOGIN_TEST ->
                        new LoginTestJob(
                                taskId,
                                taskIdentifier,
                                group,
                                wire.attempt,
                                notAfter,
                                initiatedAt,
                                limits,
                                deviceId,
                                platform,
                                parameters);
                };
        return new JobMessage(job, sealed);
    }

    /** All clear fields of a job, length-prefixed: what the seal is bound to, so no field can be exchanged on the way. */
    public static byte[] associatedData(Job job) {
        AssociatedData data = new AssociatedData()
                .add(SCHEMA)
                .add(job.kind().wireName())
                .add(job.taskId().toString())
                .add(job.taskIdentifier())
                .add(job.group().value())
                .add(job.attempt())
                .add(job.notAfter().toString())
                .add(job.initiatedAt().toString())
                .add(job.limits().soft().toMillis())
                .add(job.limits().hard().toMillis())
                .add(job.limits().bytes());
        switch (job) {
            case DeviceJob device -> {
                data.add(device.deviceId()).add(device.platform());
                new TreeMap<>(device.parameters())
                        .forEach((name, value) -> data.add(name).add(value));
            }
        }
        return data.toByteArray();
    }

    private static <T> T require(@Nullable T value, String field) throws WireException {
        if (value == null) {
            throw new WireException("The message is no job: it has no %s.".formatted(field));
        }
        return value;
    }
}
