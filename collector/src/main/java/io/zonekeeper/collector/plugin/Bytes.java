package io.zonekeeper.collector.plugin;

import java.util.Arrays;

/** Bytes that grow. */
final class Bytes {

    private byte[] bytes;
    private int size;

    Bytes(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    void add(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    void add(byte b) {
        reserve(1);
        bytes[size++] = b;
    }

    int size() {
        return size;
    }

    void cutTo(int length) {
        size = Math.min(size, length);
    }

    byte[] toArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
