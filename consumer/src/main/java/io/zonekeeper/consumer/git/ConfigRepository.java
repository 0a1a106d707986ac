package io.zonekeeper.consumer.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** The bare repository on disk, with one branch. */
final class ConfigRepository implements AutoCloseable {

    static final String BRANCH = Constants.R_HEADS + "main";

    /** A lock file this old is of a process that died: only one of ours writes at a time. */
    private static final Duration STALE = Duration.ofMinutes(1);

    private final FileRepository repository;
    private final Path packs;
    private final Set<Path> synced = new HashSet<>();

    private ConfigRepository(FileRepository repository) {
        this.repository = repository;
        this.packs = repository.getObjectsDirectory().toPath().resolve("pack");
    }

    /** Makes the repository if there is none. */
    static ConfigRepository open(Path directory) throws GitException, IOException {
        if (!Files.exists(directory.resolve(Constants.HEAD))) {
            create(directory);
        }
        try {
            Repository repository = new FileRepositoryBuilder()
                    .setGitDir(directory.toFile())
                    .setMustExist(true)
                    .setBare()
                    .build();
            return new ConfigRepository((FileRepository) repository);
        } catch (RepositoryNotFoundException e) {
            throw notOurs(directory, e);
        }
    }

    private static void create(Path directory) throws GitException, IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> content = Files.list(directory)) {
                if (content.findAny().isPresent()) {
                    throw notOurs(directory, null);
                }
            }
        }
        try (Git git = Git.init()
                .setBare(true)
                .setGitDir(directory.toFile())
                .setInitialBranch(Repository.shortenRefName(BRANCH))
                .call()) {
            StoredConfig config = git.getRepository().getConfig();
            config.setBoolean("core", null, "fsyncRefFiles", true);
            config.save();
        } catch (GitAPIException | JGitInternalException e) {
            throw new GitException("A Git repository cannot be made in %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static GitException notOurs(Path directory, @Nullable Exception cause) {
        String message =
                "%s holds something, but no bare Git repository; point ZONEKEEPER_GIT_DIR at an empty folder or at the repository."
                        .formatted(directory);
        return cause == null ? new GitException(message) : new GitException(message, cause);
    }

    FileRepository jgit() {
        return repository;
    }

    Path directory() {
        return repository.getDirectory().toPath();
    }

    /** Null as long as there is no commit. */
    @Nullable ObjectId tip() throws IOException {
        return repository.resolve(BRANCH);
    }

    boolean has(String commit) throws IOException {
        return repository.getObjectDatabase().has(ObjectId.fromString(commit));
    }

    NewPack newPack() {
        return new NewPack(repository.getObjectDatabase());
    }

    /** Makes the pack durable, and then moves the branch from one commit to the other. */
    void advance(NewPack pack, @Nullable ObjectId from, ObjectId to, String why) throws IOException, GitException {
        pack.write();
        sync();
        RefUpdate update = repository.updateRef(BRANCH);
        update.setExpectedOldObjectId(from == null ? ObjectId.zeroId() : from);
        update.setNewObjectId(to);
        update.setRefLogMessage(why, false);
        RefUpdate.Result result = update.update();
        if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
            throw new GitException(
                    "The branch of %s cannot be moved (%s): somebody else writes to it, or %s.lock is left over."
                            .formatted(directory(), result, BRANCH));
        }
    }

    void removeStaleLock(Instant now) throws IOException {
        Path lock = directory().resolve(BRANCH + ".lock");
        if (Files.exists(lock)
                && Files.getLastModifiedTime(lock).toInstant().plus(STALE).isBefore(now)) {
            Files.deleteIfExists(lock);
        }
    }

    int packCount() throws IOException {
        return (int) packFiles().stream()
                .filter(file -> file.toString().endsWith(".pack"))
                .count();
    }

    /** In all packs, one that is in two of them twice. */
    long objectCount() throws IOException {
        return new GC(repository).getStatistics().numberOfPackedObjects;
    }

    /** Makes few packs of many; returns how many fewer. */
    int join() throws IOException {
        int fewer = PackJoin.join(packs);
        if (fewer > 0) {
            // What it knew of packs is no longer so.
            repository.getObjectDatabase().close();
        }
        return fewer;
    }

    private void sync() throws IOException {
        List<Path> files = packFiles();
        for (Path file : files) {
            if (synced.add(file)) {
                force(file);
            }
        }
        force(packs);
        synced.retainAll(new HashSet<>(files));
    }

    /** Waits until a file, or the names in a folder, are on the disk. */
    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private List<Path> packFiles() throws IOException {
        try (Stream<Path> files = Files.list(packs)) {
            return files.toList();
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
