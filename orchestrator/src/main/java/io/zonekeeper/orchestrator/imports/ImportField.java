package io.zonekeeper.orchestrator.imports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a column of a file can hold, by the name it has in files we write, and the names other systems give it. */
enum ImportField {
    GROUP("group", "zone", "collector_group"),
    NAME("name", "hostname", "host", "device", "device_name", "node"),
    ADDRESS(
            "address",
            "ip",
            "ip_address",
            "ipaddress",
            "primary_ip",
            "primary_ip4",
            "mgmt_ip",
            "management_ip",
            "ip_addr",
            "primary_ip6"),
    PORT("port", "ssh_port"),
    PLATFORM("platform", "driver", "model", "os", "device_os", "network_os"),
    CREDENTIAL("credential", "credentials", "login"),
    TAGS("tags", "tag", "labels"),
    ENABLED("enabled", "active"),
    PARAMETERS("parameters"),
    LIMIT_SECONDS("limit_seconds"),
    MAX_BYTES("max_bytes");

    private final String wireName;
    private final List<String> otherNames;

    ImportField(String wireName, String... otherNames) {
        this.wireName = wireName;
        this.otherNames = List.of(otherNames);
    }

    String wireName() {
        return wireName;
    }

    /** Its own name first, then those of other systems, the most usual first. */
    List<String> names() {
        return Stream.concat(Stream.of(wireName), otherNames.stream()).toList();
    }

    static Optional<ImportField> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(field -> field.wireName.equals(name))
                .findFirst();
    }

    /** As names in headers are compared: in lower case, with one underscore for whatever is between words. */
    static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]+", "_");
    }
}
