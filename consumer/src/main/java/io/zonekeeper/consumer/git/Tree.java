package io.zonekeeper.consumer.git;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The tip's tree in memory, two levels deep: a folder for each group, a file for each device. */
final class Tree {

    /** Git sorts a folder as if its name ended with a slash. */
    private static final Comparator<String> AS_FOLDERS = Comparator.comparing(name -> name + "/");

    private final Folder root = new Folder(FileMode.TREE, AS_FOLDERS);
    private final Map<String, Folder> groups = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

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
        Folder files = groups.get(group(path));
        return files == null ? null : files.get(name(path));
    }

    void put(String path, ObjectId blob) {
        groups.computeIfAbsent(group(path), _ -> new Folder(FileMode.REGULAR_FILE, Comparator.naturalOrder()))
                .put(name(path), blob);
        changed.add(group(path));
    }

    void remove(String path) {
        Folder files = groups.get(group(path));
        if (files != null) {
            files.remove(name(path));
            changed.add(group(path));
        }
    }

    /** How many there are. */
    int files() {
        return groups.values().stream().mapToInt(Folder::size).sum();
    }

    /** Writes the folders that have changed and the root. */
    ObjectId write(NewPack pack) throws IOException {
        for (String group : changed) {
            Folder files = groups.get(group);
            if (files == null || files.isEmpty()) {
                groups.remove(group);
                root.remove(group);
            } else {
                root.put(group, files.write(pack));
            }
        }
        changed.clear();
        return root.write(pack);
    }

    private static String group(String path) {
        return path.substring(0, path.indexOf('/'));
    }

    private static String name(String path) {
        return path.substring(path.indexOf('/') + 1);
    }
}
