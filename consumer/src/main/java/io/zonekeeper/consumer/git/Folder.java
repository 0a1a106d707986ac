package io.zonekeeper.consumer.git;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;
import org.jspecify.annotations.Nullable;

/** A folder in memory, in the form Git keeps it in as well, so that a new version of a file is 20 bytes in their place. */
final class Folder {

    private final FileMode mode;
    private final SortedMap<String, ObjectId> entries;
    private final Map<String, Integer> places = new HashMap<>();
    private byte @Nullable [] content;
    private NewPack.@Nullable Base written;
    private boolean changed = true;

    /** @param mode of all entries */
    Folder(FileMode mode, Comparator<String> order) {
        this.mode = mode;
        this.entries = new TreeMap<>(order);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    @Nullable ObjectId get(String name) {
        return entries.get(name);
    }

    void put(String name, ObjectId id) {
        ObjectId before = entries.put(name, id);
        if (id.equals(before)) {
            return;
        }
        changed = true;
        if (before == null) {
            content = null;
        } else if (content != null) {
            id.copyRawTo(content, places.getOrDefault(name, 0));
        }
    }

    void remove(String name) {
        if (entries.remove(name) != null) {
            changed = true;
            content = null;
        }
    }

    /** Nothing is written if nothing has changed since the last time. */
    ObjectId write(NewPack pack) throws IOException {
        if (written == null || changed) {
            byte[] bytes = content == null ? format() : content;
            ObjectId id = pack.insert(Constants.OBJ_TREE, bytes, written);
            written = new NewPack.Base(id, bytes.clone());
            content = bytes;
            changed = false;
        }
        return written.id();
    }

    private byte[] format() {
        TreeFormatter tree = new TreeFormatter();
        places.clear();
        int at = 0;
        for (Map.Entry<String, ObjectId> entry : entries.entrySet()) {
            byte[] name = Constants.encode(entry.getKey());
            tree.append(name, mode, entry.getValue());
            at += TreeFormatter.entrySize(mode, name.length);
            places.put(entry.getKey(), at - Constants.OBJECT_ID_LENGTH);
        }
        return tree.toByteArray();
    }
}
