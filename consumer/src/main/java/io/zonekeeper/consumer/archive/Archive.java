package io.zonekeeper.consumer.archive;

import io.zonekeeper.common.wire.WireException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Stores results, a batch in one transaction. Storing a result again changes nothing, by any number of consumers at once.
 * Thread-safe.
 */
public final class Archive {

    private static final Logger log = LoggerFactory.getLogger(Archive.class);

    private record Written(BatchReport report, List<Poison> poisons) {}

    private final TransactionOperations transaction;
    private final byte[] maskingKey;
    private final Attempts attempts;
    private final DeviceStates deviceStates;
    private final Outcomes outcomes;
    private final Versions versions;
    private final HostKeys hostKeys;
    private final Quarantine quarantine;

    /** @param maskingKey of {@link MaskingKeys} */
    public Archive(JdbcTemplate jdbc, TransactionOperations transaction, byte[] maskingKey) {
        this.transaction = transaction;
        this.maskingKey = maskingKey.clone();
        this.attempts = new Attempts(jdbc);
        this.deviceStates = new DeviceStates(jdbc);
        this.outcomes = new Outcomes(jdbc);
        this.versions = new Versions(jdbc);
        this.hostKeys = new HostKeys(jdbc);
        this.quarantine = new Quarantine(jdbc);
    }

    /**
     * Returns once everything is committed, either as a result or in the quarantine.
     *
     * @throws DataAccessException if nothing or only a part could be committed for a reason that does not lie in the entries; the
     *     whole batch is to be tried again
     */
    public BatchReport store(Batch batch) {
        outcomes.ensurePartitions(batch.readable().stream()
                .map(it -> it.result().header().taskId().day())
                .toList());
        return storeOrBisect(batch.readable(), batch.unreadable(), batch.now());
    }

    private BatchReport storeOrBisect(List<Readable> readable, List<Poison> poisons, Instant now) {
        try {
            Written written = Objects.requireNonNull(transaction.execute(_ -> write(readable, poisons, now)));
            written.poisons()
                    .forEach(poison -> log.warn(
                            "Entry {} of {} is in the quarantine: {}",
                            poison.arrival().id(),
                            poison.arrival().stream(),
                            poison.reason()));
            return written.report();
        } catch (DataAccessException e) {
            if (!isAboutTheData(e) || readable.isEmpty()) {
                throw e;
            }
            if (readable.size() == 1) {
                String reason = "PostgreSQL refused it: " + firstLine(NestedExceptionUtils.getMostSpecificCause(e));
                Poison poison = new Poison(readable.getFirst().arrival(), reason);
                return storeOrBisect(
                        List.of(),
                        Stream.concat(poisons.stream(), Stream.of(poison)).toList(),
                        now);
            }
            int half = readable.size() / 2;
            return storeOrBisect(readable.subList(0, half), poisons, now)
                    .plus(storeOrBisect(readable.subList(half, readable.size()), List.of(), now));
        }
    }

    /** The lines after it show the row, which may hold secrets. */
    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** SQLSTATE class 22, data exception, or 23, integrity constraint violation. Anything else may go well next time. */
    private static boolean isAboutTheData(DataAccessException e) {
        return NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException cause
                && cause.getSQLState() instanceof String state
                && (state.startsWith("22") || state.startsWith("23"));
    }

    private Written write(List<Readable> readable, List<Poison> unreadable, Instant now) {
        List<Poison> poisons = new ArrayList<>(unreadable);
        List<Delivery> deliveries = match(readable, poisons, now);
        Map<Long, DeviceState> states = deviceStates.lock(deliveries.stream()
                .map(Delivery::deviceId)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new)));
        Set<UUID> stored = deliveries.isEmpty() ? Set.of() : outcomes.existing(deliveries);
        Effects effects = new Effects(versions, maskingKey, states);
        deliveries.stream()
                .filter(delivery -> !stored.contains(delivery.taskId()))
                .sorted(Delivery.BY_DEVICE_AND_TIME)
                .forEach(effects::take);
        poisons.addAll(effects.poisons());

        versions.insert(effects.newVersions());
        versions.updateTexts(effects.textsOfCurrent());
        outcomes.insert(effects.outcomes());
        deviceStates.update(effects.changedStates());
        hostKeys.record(effects.taken());
        quarantine.add(poisons);
        quarantine.markReplayed(Stream.concat(
                readable.stream().map(Readable::arrival), unreadable.stream().map(Poison::arrival)));
        int known = readable.size() + unreadable.size() - effects.outcomes().size() - poisons.size();
        return new Written(
                new BatchReport(effects.outcomes().size(), effects.newVersions().size(), known, poisons.size()),
                poisons);
    }

    /** Deliveries with distinct task ids; of equal ones the first. */
    private List<Delivery> match(List<Readable> readable, List<Poison> poisons, Instant now) {
        if (readable.isEmpty()) {
            return List.of();
        }
        Map<UUID, Attempts.Attempt> known = attempts.find(readable.stream()
                .map(it -> it.result().header().taskId().value())
                .collect(Collectors.toSet()));
        Map<UUID, Delivery> deliveries = new LinkedHashMap<>();
        for (Readable it : readable) {
            try {
                Delivery delivery = it.match(known, now);
                deliveries.putIfAbsent(delivery.taskId(), delivery);
            } catch (WireException e) {
                poisons.add(new Poison(it.arrival(), String.valueOf(e.getMessage())));
            }
        }
        return List.copyOf(deliveries.values());
    }
}
