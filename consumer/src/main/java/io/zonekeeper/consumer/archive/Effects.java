package io.zonekeeper.consumer.archive;

import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.result.Masking;
import io.zonekeeper.common.wire.WireException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a batch of deliveries changes, worked out in memory before it is written. Deliveries must be taken in the order of
 * {@link Delivery#BY_DEVICE_AND_TIME}, with all their devices locked.
 */
final class Effects {

    /** As sent, decoded, masked, as text, cleaned, and on its way to the database. */
    private static final int COPIES_IN_MEMORY = 6;

    private final Versions versions;
    private final Versions.Ids ids;
    private final byte[] maskingKey;
    private final Map<Long, DeviceState> before;
    private final Map<Long, DeviceState> states;
    private final Map<Long, Versions.Known> lastHistory = new HashMap<>();
    private final Map<Long, NewVersion> becameCurrent = new HashMap<>();

    private final List<OutcomeRow> outcomes = new ArrayList<>();
    private final List<NewVersion> newVersions = new ArrayList<>();
    private final List<Delivery> taken = new ArrayList<>();
    private final List<Poison> poisons = new ArrayList<>();

    Effects(Versions versions, byte[] maskingKey, Map<Long, DeviceState> states) {
        this.versions = versions;
        this.ids = versions.ids();
        this.maskingKey = maskingKey;
        this.before = Map.copyOf(states);
        this.states = new HashMap<>(states);
    }

    void take(Delivery delivery) {
        try {
            outcomes.add(
                    delivery.result() instanceof JobResult.Captured captured
                            ? capture(delivery, captured)
                            : OutcomeRow.withoutVersion(delivery));
        } catch (WireException e) {
            poisons.add(new Poison(delivery.arrival(), String.valueOf(e.getMessage())));
            return;
        }
        taken.add(delivery);
        if (delivery.isBackup() && delivery.deviceId() instanceof Long deviceId) {
            states.put(deviceId, state(deviceId).after(delivery));
        }
    }

    private OutcomeRow capture(Delivery delivery, JobResult.Captured captured) throws WireException {
        Long deviceId = delivery.deviceId();
        if (deviceId == null) {
            throw new WireException("The result has a configuration, but its job has no device.");
        }
        DeviceState state = state(deviceId);
        if (delivery.attempt().deviceDeleted() || state.isLate(delivery.collectedAt())) {
            return captureHistory(deviceId, delivery, captured);
        }
        if (state.isCurrent(captured.compareSha256()) && state.current() != null) {
            states.put(deviceId, state.seenUnchanged(delivery.collectedAt()));
            return new OutcomeRow(delivery, false, state.current().versionId());
        }
        NewVersion version = newVersion(deviceId, delivery, captured, false);
        states.put(deviceId, state.changedTo(version.id(), captured.compareSha256(), delivery.collectedAt()));
        becameCurrent.put(deviceId, version);
        return new OutcomeRow(delivery, true, version.id());
    }

    private OutcomeRow captureHistory(long deviceId, Delivery delivery, JobResult.Captured captured)
            throws WireException {
        Optional<Versions.Known> same = Stream.concat(
                        Stream.ofNullable(lastHistory.get(deviceId)),
                        versions.around(deviceId, delivery.collectedAt()).stream())
                .filter(known -> known.compareSha256().equals(captured.compareSha256()))
                .findFirst();
        if (same.isPresent()) {
            return new OutcomeRow(delivery, false, same.get().id());
        }
        NewVersion version = newVersion(deviceId, delivery, captured, true);
        lastHistory.put(deviceId, new Versions.Known(version.id(), captured.compareSha256()));
        return new OutcomeRow(delivery, true, version.id());
    }

    private NewVersion newVersion(long deviceId, Delivery delivery, JobResult.Captured captured, boolean history)
            throws WireException {
        long needed = (long) captured.content().size() * COPIES_IN_MEMORY;
        if (needed > Runtime.getRuntime().maxMemory()) {
            throw new WireException(
                    "A configuration of %d bytes needs about %d bytes of memory, more than this consumer has."
                            .formatted(captured.content().size(), needed));
        }
        byte[] config = captured.content().decode();
        byte[] masked;
        try {
            masked = Masking.mask(config, captured.secretSpans(), maskingKey);
        } catch (IllegalArgumentException e) {
            throw new WireException("The result's secret_spans are not valid: " + e.getMessage(), e);
        }
        String text = captured.binary() || history ? "" : CleanText.of(masked);
        NewVersion version = new NewVersion(ids.next(), deviceId, delivery, captured, history, text);
        newVersions.add(version);
        return version;
    }

    private DeviceState state(long deviceId) {
        return states.computeIfAbsent(deviceId, DeviceState::unknown);
    }

    List<OutcomeRow> outcomes() {
        return outcomes;
    }

    List<NewVersion> newVersions() {
        return newVersions;
    }

    List<NewVersion> textsOfCurrent() {
        return List.copyOf(becameCurrent.values());
    }

    /** All that were taken and are no poison. */
    List<Delivery> taken() {
        return taken;
    }

    List<Poison> poisons() {
        return poisons;
    }

    List<DeviceState> changedStates() {
        return states.values().stream()
                .filter(state -> !state.equals(before.get(state.deviceId())))
                .toList();
    }
}
