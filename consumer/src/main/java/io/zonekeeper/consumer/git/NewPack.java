package io.zonekeeper.consumer.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jgit.internal.storage.file.BasePackIndexWriter;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.pack.DeltaEncoder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.eclipse.jgit.transport.PackedObjectInfo;
import org.jspecify.annotations.Nullable;

/**
 * Gathers objects in memory for one pack, without files and folders the repository holds already. An object may be packed as its
 * difference to one that is in the pack already, which is what JGit's own inserter cannot do: the folder of a large group costs a
 * hundred bytes for each commit instead of half its size.
 */
final class NewPack implements AutoCloseable {

    private static final int VERSION = 2;
    static final int HEADER_BYTES = 12;

    /** Differences to differences, at most; whoever reads the last one has to read them all. */
    private static final int LONGEST_CHAIN = 50;

    /**
     * An object that may be in the pack, and how much of it a new one has in common with it.
     *
     * @param length of its content
     * @param sameBegin bytes at the beginning of both
     * @param sameEnd bytes at the end of both, other ones than those
     */
    record Base(ObjectId id, int length, int sameBegin, int sameEnd) {}

    private static final class Packed extends PackedObjectInfo {

        private final int depth;

        Packed(ObjectId id, long offset, int depth) {
            super(id);
            setOffset(offset);
            this.depth = depth;
        }
    }

    private final ObjectDirectory directory;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final ObjectIdOwnerMap<Packed> objects = new ObjectIdOwnerMap<>();
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final MessageDigest sha1 = Constants.newMessageDigest();

    NewPack(ObjectDirectory directory) {
        this.directory = directory;
    }

    /** @param type of {@link Constants}, as in {@link Constants#OBJ_BLOB} */
    ObjectId insert(int type, byte[] content) throws IOException {
        return insert(type, content, content.length, null);
    }

    /**
     * Packs the difference to the base, if that is in this pack and not itself the end of a long chain.
     *
     * @param content whose first {@code length} bytes count
     */
    ObjectId insert(int type, byte[] content, int length, @Nullable Base base) throws IOException {
        ObjectId id = idOf(type, content, length);
        if (objects.contains(id) || type != Constants.OBJ_COMMIT && isPacked(id)) {
            return id;
        }
        Packed from = base == null ? null : objects.get(base.id());
        if (base == null || from == null || from.depth == LONGEST_CHAIN) {
            add(new Packed(id, offset(), 0), type, content, length, new byte[0]);
        } else {
            Packed packed = new Packed(id, offset(), from.depth + 1);
            byte[] difference = difference(base, content, length);
            add(
                    packed,
                    Constants.OBJ_OFS_DELTA,
                    difference,
                    difference.length,
                    distance(packed.getOffset() - from.getOffset()));
        }
        return id;
    }

    /** The library's own look for what is not there reads the folder of packs again each time. */
    private boolean isPacked(ObjectId id) throws IOException {
        for (Pack pack : directory.getPacks()) {
            try {
                if (pack.hasObject(id)) {
                    return true;
                }
            } catch (IOException e) {
                // Somebody else packed anew, and this one is gone.
                return directory.has(id);
            }
        }
        return false;
    }

    /** Puts the pack into the repository, where it is found at once but not yet durable. */
    void write() throws IOException {
        if (objects.isEmpty()) {
            return;
        }
        byte[] header = header(objects.size());
        byte[] content = body.toByteArray();
        sha1.update(header);
        byte[] checksum = sha1.digest(content);
        List<Packed> sorted = new ArrayList<>();
        objects.forEach(sorted::add);
        Collections.sort(sorted);

        Path folder = Files.createDirectories(directory.getPackDirectory().toPath());
        String name = "pack-" + HexFormat.of().formatHex(checksum);
        place(folder.resolve(name + ".pack"), out -> {
            out.write(header);
            out.write(content);
            out.write(checksum);
        });
        Path pack = folder.resolve(name + ".pack");
        placeIndex(pack, sorted, checksum);
        directory.openPack(pack.toFile());
    }

    static byte[] header(int objects) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(Constants.PACK_SIGNATURE)
                .putInt(VERSION)
                .putInt(objects)
                .array();
    }

    /**
     * Git looks for indexes first, so this comes last.
     *
     * @param objects sorted by their ids
     */
    static void placeIndex(Path pack, List<? extends PackedObjectInfo> objects, byte[] checksum) throws IOException {
        place(
                besides(pack, ".idx"),
                out -> BasePackIndexWriter.createVersion(out, VERSION).write(objects, checksum));
    }

    /** The file of a pack that ends otherwise. */
    static Path besides(Path pack, String suffix) {
        return pack.resolveSibling(pack.getFileName().toString().replaceFirst("\\.pack$", suffix));
    }

    private interface Writer {
        void write(OutputStream out) throws IOException;
    }

    private static void place(Path target, Writer writer) throws IOException {
        Path file = Files.createTempFile(target.getParent(), "tmp_", null);
        try (OutputStream out = Files.newOutputStream(file)) {
            writer.write(out);
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private long offset() {
        return HEADER_BYTES + (long) body.size();
    }

    private void add(Packed packed, int type, byte[] content, int length, byte[] beforeContent) throws IOException {
        ByteArrayOutputStream object = new ByteArrayOutputStream(length / 2 + 64);
        writeTypeAndSize(object, type, length);
        object.write(beforeContent);
        deflater.reset();
        try (DeflaterOutputStream out = new DeflaterOutputStream(object, deflater)) {
            out.write(content, 0, length);
        }
        byte[] bytes = object.toByteArray();
        CRC32 crc = new CRC32();
        crc.update(bytes);
        packed.setCRC((int) crc.getValue());
        body.write(bytes);
        objects.add(packed);
    }

    private ObjectId idOf(int type, byte[] content, int length) {
        sha1.update(Constants.encodedTypeString(type));
        sha1.update((" " + length + "\0").getBytes(StandardCharsets.US_ASCII));
        sha1.update(content, 0, length);
        return ObjectId.fromRaw(sha1.digest());
    }

    /** Four bits of the size beside the type, then seven in each byte, the lowest first. */
    private static void writeTypeAndSize(ByteArrayOutputStream out, int type, int size) {
        int next = type << 4 | size & 0xf;
        for (int rest = size >>> 4; rest != 0; rest >>>= 7) {
            out.write(next | 0x80);
            next = rest & 0x7f;
        }
        out.write(next);
    }

    /** Seven bits in each byte, the highest first, with one taken off all but the last. */
    private static byte[] distance(long bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(10);
        int at = buffer.capacity();
        buffer.put(--at, (byte) (bytes & 0x7f));
        for (long rest = bytes >>> 7; rest != 0; rest >>>= 7) {
            rest--;
            buffer.put(--at, (byte) (rest & 0x7f | 0x80));
        }
        byte[] written = new byte[buffer.capacity() - at];
        buffer.get(at, written);
        return written;
    }

    private static byte[] difference(Base base, byte[] content, int length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DeltaEncoder delta = new DeltaEncoder(out, base.length(), length);
        delta.copy(0, base.sameBegin());
        delta.insert(content, base.sameBegin(), length - base.sameBegin() - base.sameEnd());
        delta.copy(base.length() - base.sameEnd(), base.sameEnd());
        return out.toByteArray();
    }

    @Override
    public void close() {
        deflater.end();
    }
}
