package io.zonekeeper.consumer.git;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The tip's tree in memory, two levels deep: a folder for each group, a file for each device. */
final class Tree {

    /** Git sorts a folder as if its name ended with a slash. */
    private static final Comparator<String> AS_FOLDERS = Comparator.comparing(name -> name + "/");

    private final SortedMap<String, SortedMap<String, ObjectId>> groups = new TreeMap<>(AS_FOLDERS);
    private final Map<String, ObjectId> written = new HashMap<>();

    static Tree load(Repository repository, @Nullable ObjectId tip) throws IOException {
        Tree tree = new Tree();
        if (tip == null) {
            return tree;
        }
        try (ObjectReader reader = repository.newObjectReader();
                RevWalk commits = new RevWalk(reader);
                TreeWalk files = new TreeWalk(reader)) {
            RevCommit commit = commits.parseCommit(tip);
            files.addTree(commit.getTree());
            files.setRecursive(true);
            while (files.next()) {
                if (files.getPathString().chars().filter(c -> c == '/').count() == 1) {
                    tree.put(files.getPathString(), files.getObjectId(0));
                }
            }
        }
        return tree;
    }

    @Nullable ObjectId get(String path) {
        SortedMap<String, ObjectId> files = groups.get(group(path));
        return files == null ? null : files.get(name(path));
    }

    void put(String path, ObjectId blob) {
        groups.computeIfAbsent(group(path), _ -> new TreeMap<>()).put(name(path), blob);
        written.remove(group(path));
    }

    void remove(String path) {
        SortedMap<String, ObjectId> files = groups.get(group(path));
        if (files != null && files.remove(name(path)) != null) {
            written.remove(group(path));
            if (files.isEmpty()) {
                groups.remove(group(path));
            }
        }
    }

    /** Writes the folders that have changed and the root. */
    ObjectId write(ObjectInserter inserter) throws IOException {
        TreeFormatter root = new TreeFormatter();
        for (Map.Entry<String, SortedMap<String, ObjectId>> group : groups.entrySet()) {
            ObjectId folder = written.get(group.getKey());
            if (folder == null) {
                TreeFormatter files = new TreeFormatter();
                group.getValue().forEach((name, blob) -> files.append(name, FileMode.REGULAR_FILE, blob));
                folder = inserter.insert(files);
                written.put(group.getKey(), folder);
            }
            root.append(group.getKey(), FileMode.TREE, folder);
        }
        return inserter.insert(root);
    }

    private static String group(String path) {
        return path.substring(0, path.indexOf('/'));
    }

    private static String name(String path) {
        return path.substring(path.indexOf('/') + 1);
    }
}
