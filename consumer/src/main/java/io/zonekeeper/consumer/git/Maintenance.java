package io.zonekeeper.consumer.git;

import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.storage.pack.PackConfig;

/** Keeps the packs of a repository few. Used by one thread. */
final class Maintenance {

    private static final int MANY_PACKS = 50;
    private static final Duration COLLECT_EVERY = Duration.ofHours(6);

    /** A collection looks at every file of every commit, some millions a second. */
    private static final long LOOKED_AT = 20_000_000;

    private final Clock clock;
    private Instant nextCollection = Instant.MIN;
    private int packsJoined;

    Maintenance(Clock clock) {
        this.clock = clock;
    }

    /** In the midst of work: joins packs if there are many, which takes as long as copying them. */
    void whileBusy(ConfigRepository repository) throws IOException {
        if (repository.packCount() >= MANY_PACKS) {
            packsJoined += repository.join();
        }
    }

    /**
     * When nobody waits: from time to time packs everything anew, which makes folders small that came with one commit each; but
     * not where that would keep the history from going on for minutes.
     *
     * @param files in the tree of the tip
     */
    void whenIdle(ConfigRepository repository, int files) throws IOException, GitException {
        if (!clock.instant().isBefore(nextCollection) && repository.packCount() + packsJoined >= MANY_PACKS) {
            nextCollection = clock.instant().plus(COLLECT_EVERY);
            if (repository.objectCount() * files <= LOOKED_AT) {
                packsJoined = 0;
                collect(repository);
                return;
            }
        }
        whileBusy(repository);
    }

    private static void collect(ConfigRepository repository) throws IOException, GitException {
        PackConfig packing = new PackConfig(repository.jgit());
        packing.setThreads(1);
        GC gc = new GC(repository.jgit());
        gc.setPackConfig(packing);
        gc.setPackExpireAgeMillis(0);
        try {
            gc.gc().join();
        } catch (GitAPIException | ParseException e) {
            throw new GitException("The Git repository cannot be packed: " + e.getMessage(), e);
        }
    }
}
