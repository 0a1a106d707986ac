package io.zonekeeper.consumer.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry of a results stream as it came, of anybody who may write there.
 *
 * @param flat names and values by turns
 */
public record Arrival(String stream, String id, List<byte[]> flat) {

    public Arrival {
        flat = List.copyOf(flat);
    }

    Map<String, byte[]> fields() {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put(new String(flat.get(i), UTF_8), flat.get(i + 1));
        }
        return fields;
    }

    /** Bytes of names and values. */
    public long size() {
        return flat.stream().mapToLong(bytes -> bytes.length).sum();
    }

    /** Each name and value behind its length as four bytes, big endian. */
    byte[] lengthPrefixed() {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size() + (long) Integer.BYTES * flat.size()));
        for (byte[] bytes : flat) {
            all.putInt(bytes.length).put(bytes);
        }
        return all.array();
    }

    @Override
    public String toString() {
        return "Arrival[%s of %s, %d fields]".formatted(id, stream, flat.size() / 2);
    }
}
