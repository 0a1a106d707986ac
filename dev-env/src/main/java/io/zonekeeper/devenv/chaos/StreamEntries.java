package io.zonekeeper.devenv.chaos;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Entries of a stream as Jedis reads them in bytes. */
final class StreamEntries {

    private StreamEntries() {}

    static String id(Object entry) {
        return new String((byte[]) ((List<?>) entry).getFirst(), StandardCharsets.US_ASCII);
    }

    /** Names and values as they came; equal names stay apart, since arrays are compared by identity. */
    static Map<byte[], byte[]> fields(Object entry) {
        List<?> flat = (List<?>) ((List<?>) entry).get(1);
        Map<byte[], byte[]> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put((byte[]) flat.get(i), (byte[]) flat.get(i + 1));
        }
        return fields;
    }
}
