package io.zonekeeper.common.result;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdOutputStream;
import io.zonekeeper.common.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A configuration as it travels and is stored: compressed once, by the collector.
 *
 * @param encoding {@link #ZSTD} or {@link #IDENTITY}
 * @param bytes in that encoding
 * @param size of the decoded bytes
 * @param sha256 of the decoded bytes, 64 lower-case hexadecimal digits
 */
public record Content(String encoding, byte[] bytes, int size, String sha256) {

    public static final String ZSTD = "zstd";
    public static final String IDENTITY = "identity";

    /** No configuration is larger than this once decoded; the default limit of a device is far below. */
    public static final int LARGEST = 256 * 1024 * 1024;

    private static final int LEVEL = 1;

    public static Content of(byte[] decoded) {
        byte[] compressed = Zstd.compress(decoded, LEVEL);
        boolean smaller = compressed.length < decoded.length;
        return new Content(
                smaller ? ZSTD : IDENTITY, smaller ? compressed : decoded, decoded.length, sha256Of(decoded));
    }

    /** Writes out what it holds, the same each time. */
    public interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    /** As above, for what is not in one piece; only what is stored of it is held. */
    public static Content of(Source source) {
        MessageDigest digest = newDigest();
        Counter counter = new Counter();
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try {
            try (ZstdOutputStream zstd = new ZstdOutputStream(compressed, RecyclingBufferPool.INSTANCE, LEVEL)) {
                source.writeTo(new DigestOutputStream(counter.before(zstd), digest));
            }
            String sha256 = HexFormat.of().formatHex(digest.digest());
            if (compressed.size() < counter.count) {
                return new Content(ZSTD, compressed.toByteArray(), counter.count, sha256);
            }
            ByteArrayOutputStream plain = new ByteArrayOutputStream(counter.count);
            source.writeTo(plain);
            return new Content(IDENTITY, plain.toByteArray(), counter.count, sha256);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** @throws WireException if the bytes are not what size and sha256 say */
    public byte[] decode() throws WireException {
        byte[] decoded =
                switch (encoding) {
                    case IDENTITY -> bytes;
                    case ZSTD -> decompress();
                    default -> throw new WireException("The encoding \"%s\" is not known.".formatted(encoding));
                };
        if (decoded.length != size || !sha256Of(decoded).equals(sha256)) {
            throw new WireException("The configuration does not have the size and sha256 it was sent with.");
        }
        return decoded;
    }

    private byte[] decompress() throws WireException {
        if (size < 0 || size > LARGEST) {
            throw new WireException("A configuration of %d bytes is over the limit of %d.".formatted(size, LARGEST));
        }
        byte[] decoded = new byte[size];
        long length;
        try {
            length = Zstd.decompress(decoded, bytes);
        } catch (ZstdException e) {
            throw new WireException("The configuration does not decompress: " + e.getMessage(), e);
        }
        if (length != size) {
            throw new WireException(
                    "The configuration decompresses to %d bytes (expected: %d).".formatted(length, size));
        }
        return decoded;
    }

    /** 64 lower-case hexadecimal digits. */
    public static String sha256Of(byte[] bytes) {
        return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing on this JVM", e);
        }
    }

    private static final class Counter {

        private int count;

        OutputStream before(OutputStream out) {
            return new FilterOutputStream(out) {
                @Override
                public void write(int b) throws IOException {
                    out.write(b);
                    count++;
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    out.write(bytes, from, length);
                    count = Math.addExact(count, length);
                }
            };
        }
    }

    @Override
    public String toString() {
        return "Content[%s, %d bytes, %s]".formatted(encoding, size, sha256);
    }
}
