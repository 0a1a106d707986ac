package io.zonekeeper.orchestrator.imports;

import io.zonekeeper.orchestrator.device.Device;
import io.zonekeeper.orchestrator.device.DeviceIdentities;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which row is about which device: the one of the same group and name; else the one of the same group and address, which was renamed;
 * else the one of the same source and name in another group, which was moved.
 */
final class RowMatches {

    private final List<ImportRow> rows = new ArrayList<>();
    private final Map<ImportRow, Device> deviceByRow = new IdentityHashMap<>();
    private final Map<Long, ImportRow> rowByDevice = new HashMap<>();

    /**
     * @param nameColumn what the file calls the column of names
     * @param errors gets a row that repeats the name of another; such a row is not among those matched
     */
    static RowMatches of(
            String source,
            List<ImportRow> rows,
            List<Device> devices,
            RowForms forms,
            String nameColumn,
            List<ImportReport.RowError> errors) {
        RowMatches matches = new RowMatches();
        matches.takeEachNameOnce(rows, forms, nameColumn, errors);
        Map<Long, Device> byId = new HashMap<>();
        devices.forEach(device -> byId.put(device.id(), device));
        DeviceIdentities identities = DeviceIdentities.of(devices);
        for (ImportRow row : matches.rows) {
            matches.match(row, identities.byName(forms.group(row), name(row)).map(byId::get));
        }
        for (ImportRow row : matches.rows) {
            matches.match(
                    row,
                    identities
                            .byAddress(forms.group(row), forms.address(row), forms.port(row))
                            .map(byId::get));
        }
        Map<String, List<Device>> ofSource = new HashMap<>();
        devices.stream()
                .filter(device -> source.equals(device.source()))
                .forEach(device -> ofSource.computeIfAbsent(
                                device.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(device));
        for (ImportRow row : matches.rows) {
            List<Device> same = ofSource.getOrDefault(name(row).toLowerCase(Locale.ROOT), List.of());
            matches.match(row, same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty());
        }
        return matches;
    }

    private void takeEachNameOnce(
            List<ImportRow> all, RowForms forms, String nameColumn, List<ImportReport.RowError> errors) {
        Map<List<String>, ImportRow> seen = new HashMap<>();
        for (ImportRow row : all) {
            List<String> key =
                    List.of(String.valueOf(forms.group(row)), name(row).toLowerCase(Locale.ROOT));
            ImportRow first = name(row).isEmpty() ? null : seen.putIfAbsent(key, row);
            if (first == null) {
                rows.add(row);
            } else {
                errors.add(new ImportReport.RowError(
                        row.line(),
                        nameColumn,
                        name(row),
                        name(row).equals(name(first))
                                ? "Line %d has this name in the same group: leave one of the two out."
                                        .formatted(first.line())
                                : "Line %d has the name \"%s\" in the same group, and upper and lower case make no difference: change one of the two."
                                        .formatted(first.line(), name(first))));
            }
        }
    }

    private void match(ImportRow row, Optional<Device> device) {
        if (device.isPresent() && !deviceByRow.containsKey(row) && !isMatched(device.get())) {
            deviceByRow.put(row, device.get());
            rowByDevice.put(device.get().id(), row);
        }
    }

    /** In the order of the file. */
    List<ImportRow> rows() {
        return rows;
    }

    /** Null for a new one. */
    @Nullable Device device(ImportRow row) {
        return deviceByRow.get(row);
    }

    boolean isMatched(Device device) {
        return rowByDevice.containsKey(device.id());
    }

    private static String name(ImportRow row) {
        return row.cell(ImportField.NAME);
    }
}
