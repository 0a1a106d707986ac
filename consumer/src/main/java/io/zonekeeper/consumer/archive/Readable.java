package io.zonekeeper.consumer.archive;

import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.result.ResultCodec;
import io.zonekeeper.common.result.ResultHeader;
import io.zonekeeper.common.wire.WireException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** An arrival that is a result by its form; nothing is known yet of its attempt. */
record Readable(Arrival arrival, JobResult result) {

    private static final int DAYS_BACK = 366;
    private static final int DAYS_AHEAD = 2;
    private static final int LONGEST_HOST_KEY = 2000;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** @throws WireException saying why this is no result that could be stored */
    static Readable of(Arrival arrival, Instant now) throws WireException {
        JobResult result = ResultCodec.decode(arrival.fields());
        ResultHeader header = result.header();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate day = header.taskId().day();
        if (day.isBefore(today.minusDays(DAYS_BACK)) || day.isAfter(today.plusDays(DAYS_AHEAD))) {
            throw new WireException("Task id %s is of %s, which is not within %d days before and %d after today."
                    .formatted(header.taskId(), day, DAYS_BACK, DAYS_AHEAD));
        }
        Instant connectedAt = header.connectedAt() == null ? header.receivedAt() : header.connectedAt();
        for (Instant time : Stream.of(header.receivedAt(), connectedAt, header.collectedAt())
                .toList()) {
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw new WireException("The result has the time %s, which no clock can have shown.".formatted(time));
            }
        }
        checkHostKey(header);
        return new Readable(arrival, result);
    }

    /** @throws WireException if there is no such attempt, or it went to another group or device */
    Delivery match(Map<UUID, Attempts.Attempt> attempts, Instant now) throws WireException {
        ResultHeader header = result.header();
        Attempts.Attempt attempt = attempts.get(header.taskId().value());
        if (attempt == null) {
            throw new WireException("Task id %s is of no attempt that was ever issued.".formatted(header.taskId()));
        }
        if (!attempt.group().equals(header.group().value())) {
            throw new WireException("The result comes from group %s, but task %s was issued to group %s."
                    .formatted(header.group(), header.taskId(), attempt.group()));
        }
        if (!Objects.equals(attempt.deviceId(), header.deviceId())) {
            throw new WireException("The result is of device %s, but task %s was issued for device %s."
                    .formatted(header.deviceId(), header.taskId(), attempt.deviceId()));
        }
        Instant collectedAt = header.collectedAt().isAfter(now) ? now : header.collectedAt();
        return new Delivery(arrival, result, attempt, collectedAt);
    }

    private static void checkHostKey(ResultHeader header) throws WireException {
        if (header.hostKey() == null) {
            return;
        }
        if (header.hostKey().key().length() > LONGEST_HOST_KEY) {
            throw new WireException("The result's host_key is longer than %d characters.".formatted(LONGEST_HOST_KEY));
        }
        try {
            String _ = header.hostKey().fingerprint();
        } catch (IllegalArgumentException e) {
            throw new WireException("The result's host_key is not valid: " + e.getMessage(), e);
        }
    }
}
