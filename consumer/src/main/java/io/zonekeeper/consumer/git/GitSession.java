package io.zonekeeper.consumer.git;

import io.zonekeeper.common.result.Masking;
import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.common.wire.WireException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer at work, while it holds the lock: the tree of the tip in memory, written on from there. After any exception a new
 * session is needed, which begins at what the branch then says.
 */
final class GitSession {

    private static final Logger log = LoggerFactory.getLogger(GitSession.class);
    static final int COMMITS_AT_ONCE = 200;
    private static final long BYTES_AT_ONCE = 32L * 1024 * 1024;
    private static final int TASKS_AT_ONCE = 500;

    private final ConfigRepository repository;
    private final GitWork work;
    private final byte[] maskingKey;
    private final boolean raw;
    private final Clock clock;
    private final Tree tree;
    private @Nullable ObjectId tip;

    private GitSession(ConfigRepository repository, GitWork work, byte[] maskingKey, boolean raw, Clock clock)
            throws IOException {
        this.repository = repository;
        this.work = work;
        this.maskingKey = maskingKey;
        this.raw = raw;
        this.clock = clock;
        this.tip = repository.tip();
        this.tree = Tree.load(repository.jgit(), tip);
    }

    /** @throws GitException if this is not the repository the versions written last went to */
    static GitSession begin(ConfigRepository repository, GitWork work, byte[] maskingKey, boolean raw, Clock clock)
            throws IOException, GitException {
        repository.removeStaleLock(clock.instant());
        Optional<String> last = work.lastCommit();
        if (last.isPresent() && !repository.has(last.get())) {
            throw new GitException(
                    "The Git repository %s does not hold commit %s, the last one written: point ZONEKEEPER_GIT_DIR at the one that does, or run rebuild-git with an empty folder."
                            .formatted(repository.directory(), last.get()));
        }
        GitSession session = new GitSession(repository, work, maskingKey, raw, clock);
        session.catchUp();
        return session;
    }

    /** Commits that a process made and did not live to note in the database are noted now. */
    private void catchUp() throws IOException {
        if (tip == null) {
            return;
        }
        List<RevCommit> unnoted = new ArrayList<>();
        try (RevWalk commits = new RevWalk(repository.jgit())) {
            commits.markStart(commits.parseCommit(tip));
            List<RevCommit> page = new ArrayList<>();
            boolean reached = false;
            for (RevCommit commit = commits.next(); commit != null && !reached; commit = commits.next()) {
                page.add(commit);
                if (page.size() >= TASKS_AT_ONCE) {
                    reached = addUnnoted(page, unnoted);
                    page.clear();
                }
            }
            if (!reached) {
                addUnnoted(page, unnoted);
            }
        }
        for (RevCommit commit : unnoted.reversed()) {
            note(commit);
        }
    }

    /** True if one of the commits is noted, and with it all before. */
    private boolean addUnnoted(List<RevCommit> page, List<RevCommit> unnoted) {
        Map<UUID, GitWork.Known> known = work.find(tasks(page));
        for (RevCommit commit : page) {
            if (CommitMessage.parse(commit.getFullMessage()) instanceof CommitMessage.OfVersion version
                    && known.get(version.taskId()) instanceof GitWork.Known it
                    && it.done()) {
                return true;
            }
            unnoted.add(commit);
        }
        return false;
    }

    private static List<UUID> tasks(List<RevCommit> commits) {
        return commits.stream()
                .map(commit -> CommitMessage.parse(commit.getFullMessage()))
                .filter(CommitMessage.OfVersion.class::isInstance)
                .map(message -> ((CommitMessage.OfVersion) message).taskId())
                .toList();
    }

    private void note(RevCommit commit) {
        switch (CommitMessage.parse(commit.getFullMessage())) {
            case CommitMessage.OfVersion version -> {
                GitWork.Known known = work.find(List.of(version.taskId())).get(version.taskId());
                if (known != null) {
                    work.done(List.of(new GitWork.Done(
                            known.versionId(), known.deviceId(), version.path(), commit.name(), version.lines())));
                }
            }
            case CommitMessage.OfMoves moves -> work.moved(moves.moves());
            case CommitMessage.Foreign _ -> log.debug("Commit {} is not ours.", commit.name());
        }
    }

    /** How many there are in the tree. */
    int files() {
        return tree.files();
    }

    /** Writes the next versions, as many as are written at once or all that wait; returns how many. */
    int writeNext() throws IOException, GitException {
        List<Change> changes = work.next(COMMITS_AT_ONCE, BYTES_AT_ONCE);
        if (changes.isEmpty()) {
            return 0;
        }
        if (changes.stream().anyMatch(Change::misplaced)) {
            // The names are read again afterwards: what is right is decided by one reading of them.
            writeMoves();
            return changes.size();
        }
        if (TestSwitch.GIT_NOTED_EARLY.isOn()) {
            work.done(changes.stream().map(GitSession::unwritten).toList());
        }
        List<GitWork.Done> done = new ArrayList<>();
        ObjectId last = tip;
        try (NewPack pack = repository.newPack()) {
            for (Change change : changes) {
                Texts texts = texts(change);
                ObjectId commit = null;
                if (change.file()) {
                    tree.put(change.path(), pack.insert(Constants.OBJ_BLOB, texts.blob()));
                    String message =
                            new CommitMessage.OfVersion(change.path(), texts.lines(), change.taskId()).toString();
                    commit = commit(pack, last, message, change.collectedAt());
                    last = commit;
                }
                done.add(new GitWork.Done(
                        change.versionId(),
                        change.deviceId(),
                        change.path(),
                        commit == null ? null : commit.name(),
                        texts.lines()));
            }
            if (last != null && !last.equals(tip)) {
                repository.advance(pack, tip, last, "versions");
                tip = last;
            }
        }
        work.done(done);
        return changes.size();
    }

    private static GitWork.Done unwritten(Change change) {
        return new GitWork.Done(change.versionId(), change.deviceId(), change.path(), null, LineCount.NONE);
    }

    /** Puts every file where the names of now say; false if all are there. */
    boolean writeMoves() throws IOException, GitException {
        List<CommitMessage.Move> moves = work.misplaced();
        if (moves.isEmpty()) {
            return false;
        }
        List<Optional<ObjectId>> blobs = moves.stream()
                .map(move -> Optional.ofNullable(tree.get(move.from())))
                .toList();
        moves.forEach(move -> tree.remove(move.from()));
        for (int i = 0; i < moves.size(); i++) {
            String to = moves.get(i).to();
            if (to != null) {
                blobs.get(i).ifPresent(blob -> tree.put(to, blob));
            }
        }
        if (blobs.stream().anyMatch(Optional::isPresent)) {
            try (NewPack pack = repository.newPack()) {
                ObjectId commit = commit(pack, tip, new CommitMessage.OfMoves(moves).toString(), clock.instant());
                repository.advance(pack, tip, commit, "moves");
                tip = commit;
            }
        }
        work.moved(moves);
        return true;
    }

    private record Texts(byte[] blob, LineCount lines) {}

    private Texts texts(Change change) throws GitException {
        try {
            byte[] decoded = change.config().content().decode();
            byte[] masked = Masking.mask(decoded, change.config().secrets(), maskingKey);
            return new Texts(raw ? decoded : masked, lines(change, masked));
        } catch (WireException e) {
            throw new GitException(
                    "Version %d is damaged in the database: %s".formatted(change.versionId(), e.getMessage()), e);
        }
    }

    /** Of what the pages show, which is the masked text, also where Git holds it raw. */
    private LineCount lines(Change change, byte[] masked) throws WireException {
        Change.Config before = change.previous();
        if (change.config().binary() || (before != null && before.binary())) {
            return LineCount.NONE;
        }
        byte[] old =
                before == null ? new byte[0] : Masking.mask(before.content().decode(), before.secrets(), maskingKey);
        return LineCount.between(old, masked);
    }

    private ObjectId commit(NewPack pack, @Nullable ObjectId parent, String message, Instant at) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree.write(pack));
        if (parent != null) {
            commit.setParentId(parent);
        }
        commit.setAuthor(zonekeeper(at));
        commit.setCommitter(zonekeeper(clock.instant()));
        commit.setMessage(message);
        return pack.insert(Constants.OBJ_COMMIT, commit.build());
    }

    private static PersonIdent zonekeeper(Instant at) {
        return new PersonIdent("Zonekeeper", "zonekeeper@localhost", at, ZoneOffset.UTC);
    }
}
