package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes the inventory as CSV (RFC 4180), by group and name, in the form an import reads. Holds no secret. Thread-safe. */
@Component
public class DeviceExport {

    private static final List<String> COLUMNS =
            List.of("name", "address", "port", "platform", "group", "credential", "enabled");

    private final Devices devices;

    DeviceExport(Devices devices) {
        this.devices = devices;
    }

    /** @return how many devices were written */
    public int write(Appendable out) throws IOException {
        out.append(line(COLUMNS.stream()));
        int written = 0;
        Page<Device> page = new Page<>(List.of(), "");
        while (page.next() != null) {
            page = devices.list(
                    Scope.all(), null, null, PageRequest.of(PageRequest.LARGEST_LIMIT, page.next(), Devices.SORT_KEY));
            for (Device device : page.items()) {
                out.append(line(fields(device)));
                written++;
            }
        }
        return written;
    }

    private static Stream<@Nullable Object> fields(Device device) {
        return Stream.of(
                device.name(),
                device.address(),
                device.port(),
                device.platform(),
                device.group(),
                device.credential(),
                device.enabled());
    }

    private static String line(Stream<? extends @Nullable Object> fields) {
        return fields.map(field -> Objects.toString(field, ""))
                        .map(DeviceExport::quoted)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String quoted(String field) {
        return field.matches("[^\",\\s]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
