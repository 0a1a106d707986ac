package io.zonekeeper.devenv.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bare repository of the consumer, read by the {@code git} program. */
public final class GitRepository {

    private final Path repository;

    public GitRepository(Path repository) {
        this.repository = repository;
    }

    /** 0 as long as there is no repository or nothing in it. */
    public int commits() {
        return count();
    }

    /** Those that changed something in a folder; 0 as long as there is no repository. */
    public int commits(String folder) {
        return count("--", folder);
    }

    private int count(String... limits) {
        if (!Files.exists(repository.resolve("HEAD"))) {
            return 0;
        }
        List<String> arguments = new ArrayList<>(List.of("rev-list", "--all", "--count"));
        arguments.addAll(List.of(limits));
        return Integer.parseInt(git(arguments.toArray(String[]::new)).strip());
    }

    /** The newest commits with what they changed, as {@code git log --stat} shows them. */
    public String log(int count) {
        return git("log", "--all", "--stat", "--date=iso-strict", "-n", Integer.toString(count));
    }

    /** A file as it is in the newest commit. */
    public String file(String path) {
        return git("show", "HEAD:" + path);
    }

    /** The ids of all files of the newest commit by their paths; empty before the first. */
    public Map<String, String> blobs() {
        Map<String, String> blobs = new HashMap<>();
        if (commits() == 0) {
            return blobs;
        }
        // <mode> blob <id>TAB<path>
        git("ls-tree", "-r", "HEAD")
                .lines()
                .forEach(line -> blobs.put(line.substring(line.indexOf('\t') + 1), line.split("[ \t]")[2]));
        return blobs;
    }

    /** The id of the newest tree. */
    public String tree() {
        return git("rev-parse", "HEAD^{tree}").strip();
    }

    /** The messages of all commits. */
    public String messages() {
        return commits() == 0 ? "" : git("log", "--all", "--format=%B");
    }

    /** @throws StackException with what {@code git fsck} complains of */
    public void check() {
        git("fsck", "--full", "--strict");
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("git", "-c", "safe.directory=*", "--no-pager", "--git-dir", repository.toString()));
        command.addAll(List.of(arguments));
        return Tool.run(command);
    }
}
