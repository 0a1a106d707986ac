package io.zonekeeper.common.seal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds associated data of length-prefixed fields, so that no two lists of fields give the same bytes. */
public final class AssociatedData {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    public AssociatedData add(String field) {
        byte[] utf8 = field.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
        bytes.writeBytes(utf8);
        return this;
    }

    public AssociatedData add(long field) {
        return add(Long.toString(field));
    }

    public byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
