package io.zonekeeper.consumer.git;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.eclipse.jgit.transport.PackedObjectInfo;

/**
 * Makes one pack of many small ones by copying them one behind the other. A difference names what it is to be applied to by how far
 * before it that stands, or by its id, so both stay true. It takes as long as the copying; a collection of garbage looks at every
 * entry of every folder of every commit.
 */
final class PackJoin {

    private static final int CHECKSUM_BYTES = Constants.OBJECT_ID_LENGTH;
    private static final Comparator<Source> BY_SIZE = Comparator.comparingLong(Source::bytes);

    private record Source(Path pack, PackIndex index, long bytes) {

        long bodyBytes() {
            return bytes - NewPack.HEADER_BYTES - CHECKSUM_BYTES;
        }
    }

    private final Path folder;
    private final ObjectIdOwnerMap<PackedObjectInfo> objects = new ObjectIdOwnerMap<>();
    private final List<Source> joined = new ArrayList<>();
    /** All that is in them is in others too: somebody died before they were deleted. */
    private final List<Source> superfluous = new ArrayList<>();

    private long end = NewPack.HEADER_BYTES;

    private PackJoin(Path folder) {
        this.folder = folder;
    }

    /**
     * Joins the small packs, as many as leave those that are much larger than all before them alone: so an object is copied only
     * a few times in its life. What is left is durable before anything is deleted.
     *
     * @param folder that of the packs
     * @return how many packs fewer there are
     */
    static int join(Path folder) throws IOException {
        PackJoin join = new PackJoin(folder);
        // The largest first: it may be what the others were joined to already.
        for (Source source : small(sources(folder)).reversed()) {
            join.add(source);
        }
        return join.replace();
    }

    private static List<Source> sources(Path folder) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path pack : files(folder, "pack-*.pack")) {
            Path index = NewPack.besides(pack, ".idx");
            if (Files.exists(index) && !Files.exists(NewPack.besides(pack, ".keep"))) {
                sources.add(new Source(pack, PackIndex.open(index.toFile()), Files.size(pack)));
            }
        }
        sources.sort(BY_SIZE);
        return sources;
    }

    private static List<Source> small(List<Source> ascending) {
        long sum = 0;
        int count = 0;
        for (Source source : ascending) {
            if (count >= 2 && source.bytes() > 2 * sum) {
                break;
            }
            sum += source.bytes();
            count++;
        }
        return ascending.subList(0, count);
    }

    /** One that shares a part of its objects with others stays as it is: no pack may hold an object twice. */
    private void add(Source source) throws IOException {
        long known = 0;
        for (PackIndex.MutableEntry entry : source.index()) {
            known += objects.contains(entry.toObjectId()) ? 1 : 0;
        }
        if (known == source.index().getObjectCount()) {
            superfluous.add(source);
        } else if (known == 0) {
            for (PackIndex.MutableEntry entry : source.index()) {
                PackedObjectInfo object = new PackedObjectInfo(entry.toObjectId());
                object.setOffset(end - NewPack.HEADER_BYTES + entry.getOffset());
                object.setCRC((int) source.index().findCRC32(object));
                objects.add(object);
            }
            joined.add(source);
            end += source.bodyBytes();
        }
    }

    private int replace() throws IOException {
        if (joined.size() > 1) {
            Path made = write();
            List<Source> old = new ArrayList<>(joined);
            old.addAll(superfluous);
            old.removeIf(source -> source.pack().equals(made));
            deleteAll(old);
            return joined.size() + superfluous.size() - 1;
        }
        if (!superfluous.isEmpty()) {
            // Whoever made the one that holds all of them may not have lived to do this.
            for (Source source : joined) {
                makeDurable(source.pack());
            }
            deleteAll(superfluous);
        }
        return superfluous.size();
    }

    private Path write() throws IOException {
        Path file = Files.createTempFile(folder, "tmp_", null);
        MessageDigest sha1 = Constants.newMessageDigest();
        byte[] checksum;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            DigestOutputStream hashed = new DigestOutputStream(out, sha1);
            hashed.write(NewPack.header(objects.size()));
            WritableByteChannel to = Channels.newChannel(hashed);
            for (Source source : joined) {
                copyBody(source, to);
            }
            checksum = sha1.digest();
            out.write(checksum);
        }
        List<PackedObjectInfo> sorted = new ArrayList<>();
        objects.forEach(sorted::add);
        Collections.sort(sorted);
        Path pack = folder.resolve("pack-" + HexFormat.of().formatHex(checksum) + ".pack");
        Files.move(file, pack, StandardCopyOption.ATOMIC_MOVE);
        NewPack.placeIndex(pack, sorted, checksum);
        makeDurable(pack);
        return pack;
    }

    private void makeDurable(Path pack) throws IOException {
        ConfigRepository.force(pack);
        ConfigRepository.force(NewPack.besides(pack, ".idx"));
        ConfigRepository.force(folder);
    }

    private static void copyBody(Source source, WritableByteChannel to) throws IOException {
        try (FileChannel from = FileChannel.open(source.pack(), StandardOpenOption.READ)) {
            long at = NewPack.HEADER_BYTES;
            long stop = source.bytes() - CHECKSUM_BYTES;
            while (at < stop) {
                at += from.transferTo(at, stop - at, to);
            }
        }
    }

    /** Its index first, so that nobody finds a pack that is going. */
    private void deleteAll(List<Source> sources) throws IOException {
        for (Source source : sources) {
            Files.delete(NewPack.besides(source.pack(), ".idx"));
            for (Path file : files(
                    folder, NewPack.besides(source.pack(), ".*").getFileName().toString())) {
                Files.delete(file);
            }
        }
    }

    private static List<Path> files(Path folder, String glob) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            return found;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
