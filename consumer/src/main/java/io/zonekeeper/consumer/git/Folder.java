package io.zonekeeper.consumer.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A folder in memory, in the form Git keeps it in as well: a new version of a file is 20 bytes in their place, a new file is put
 * between two others. It knows what has changed since it was written last.
 */
final class Folder {

    private final FileMode mode;
    private final Comparator<String> order;
    private final List<String> names = new ArrayList<>();
    /** Where the entry of each name ends; what is beyond the names means nothing. */
    private int[] ends = new int[16];

    private byte[] content = new byte[1024];
    private int length;
    private @Nullable ObjectId written;
    private int writtenLength;
    /** So many bytes at the beginning and at the end are as they were written. */
    private int sameBegin;

    private int sameEnd;

    /** @param mode of all entries */
    Folder(FileMode mode, Comparator<String> order) {
        this.mode = mode;
        this.order = order;
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    int size() {
        return names.size();
    }

    @Nullable ObjectId get(String name) {
        int index = find(name);
        return index < 0 ? null : idAt(index);
    }

    void put(String name, ObjectId id) {
        int index = find(name);
        if (index < 0) {
            insert(-index - 1, name, id);
        } else if (!id.equals(idAt(index))) {
            int at = ends[index] - Constants.OBJECT_ID_LENGTH;
            id.copyRawTo(content, at);
            changed(at, length - ends[index]);
        }
    }

    void remove(String name) {
        int index = find(name);
        if (index >= 0) {
            int begin = beginOf(index);
            int end = ends[index];
            changed(begin, length - end);
            System.arraycopy(content, end, content, begin, length - end);
            System.arraycopy(ends, index + 1, ends, index, names.size() - index - 1);
            names.remove(index);
            resized(index, begin - end);
        }
    }

    private void insert(int index, String name, ObjectId id) {
        TreeFormatter entry = new TreeFormatter();
        entry.append(Constants.encode(name), mode, id);
        byte[] bytes = entry.toByteArray();
        int begin = beginOf(index);
        changed(begin, length - begin);
        if (length + bytes.length > content.length) {
            content = Arrays.copyOf(content, 2 * (length + bytes.length));
        }
        System.arraycopy(content, begin, content, begin + bytes.length, length - begin);
        System.arraycopy(bytes, 0, content, begin, bytes.length);
        if (names.size() == ends.length) {
            ends = Arrays.copyOf(ends, 2 * ends.length);
        }
        System.arraycopy(ends, index, ends, index + 1, names.size() - index);
        names.add(index, name);
        ends[index] = begin;
        resized(index, bytes.length);
    }

    private int find(String name) {
        return Collections.binarySearch(names, name, order);
    }

    private int beginOf(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    private ObjectId idAt(int index) {
        return ObjectId.fromRaw(content, ends[index] - Constants.OBJECT_ID_LENGTH);
    }

    private void resized(int fromIndex, int by) {
        length += by;
        for (int i = fromIndex; i < names.size(); i++) {
            ends[i] += by;
        }
    }

    private void changed(int sameBefore, int sameBehind) {
        sameBegin = Math.min(sameBegin, sameBefore);
        sameEnd = Math.min(sameEnd, sameBehind);
    }

    /** Nothing is written if nothing has changed since the last time. */
    ObjectId write(NewPack pack) throws IOException {
        ObjectId before = written;
        if (before != null && sameBegin == length && writtenLength == length) {
            return before;
        }
        NewPack.Base base = before == null ? null : new NewPack.Base(before, writtenLength, sameBegin, sameEnd);
        ObjectId id = pack.insert(Constants.OBJ_TREE, content, length, base);
        written = id;
        writtenLength = length;
        sameBegin = length;
        sameEnd = length;
        return id;
    }
}
