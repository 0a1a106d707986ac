package io.zonekeeper.consumer.git;

import io.zonekeeper.consumer.lifecycle.Backoff;
import io.zonekeeper.consumer.lifecycle.Stop;
import java.io.IOException;
import java.net.URISyntaxException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes every stored version as a commit, behind the database and never in its way: whatever fails here is told, and tried
 * again. One process writes at a time, by a lock in the database.
 */
public final class GitHistory {

    private static final Logger log = LoggerFactory.getLogger(GitHistory.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** A pack of one commit costs about what one of many does, so versions that come one by one are let gather. */
    private static final Duration GATHERING = Duration.ofMillis(500);

    private static final Duration LOCKED_OUT = Duration.ofSeconds(5);
    private static final Duration MOVES_EVERY = Duration.ofMinutes(1);
    private static final Duration PUSH_EVERY = Duration.ofSeconds(30);
    private static final int TRIES_OF_DRAIN = 3;

    private final DataSource dataSource;
    private final GitSettings settings;
    private final byte[] maskingKey;
    private final Stop stop;
    private final Clock clock;
    private final GitWork work;
    private final RemoteState remoteState;
    private final @Nullable Remote remote;
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private final Maintenance maintenance;
    private final Semaphore wakeUps = new Semaphore(0);

    private Instant nextMoves = Instant.MIN;
    private Instant nextPush = Instant.MIN;

    public GitHistory(DataSource dataSource, GitSettings settings, byte[] maskingKey, Stop stop, Clock clock) {
        this.dataSource = dataSource;
        this.settings = settings;
        this.maskingKey = maskingKey.clone();
        this.stop = stop;
        this.clock = clock;
        this.maintenance = new Maintenance(clock);
        this.work = new GitWork(
                new JdbcTemplate(dataSource), new TransactionTemplate(new JdbcTransactionManager(dataSource)));
        this.remoteState = new RemoteState(new JdbcTemplate(dataSource));
        this.remote = settings.remote() == null ? null : remote(settings.remote());
    }

    private Remote remote(String url) {
        try {
            return new Remote(url, new PushBySsh(settings.sshDirectory()), remoteState, clock);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the settings have been checked", e);
        }
    }

    /** There may be new work. From any thread. */
    public void wake() {
        wakeUps.release();
    }

    /** Until a stop is requested. */
    public void run() {
        while (!stop.isRequested()) {
            try {
                if (!withLock(this::writeOn)) {
                    stop.await(LOCKED_OUT);
                }
            } catch (GitException e) {
                retryLater(e);
            }
        }
    }

    /** Until nothing waits, whoever writes it; false if it cannot be written. */
    public boolean drain() {
        int failures = 0;
        while (!stop.isRequested()) {
            try {
                if (withLock(this::writeAll)) {
                    return true;
                }
                if (nothingWaits()) {
                    return true;
                }
                stop.await(POLL);
            } catch (GitException e) {
                if (++failures == TRIES_OF_DRAIN) {
                    log.warn("Everything is stored, but the Git history is behind: {}", e.getMessage());
                    return false;
                }
                retryLater(e);
            }
        }
        return true;
    }

    /** Writes all versions anew into an empty repository; false, and told why, if that cannot be. */
    public boolean rebuild() {
        try {
            if (!withLock(this::startOver)) {
                log.warn(
                        "Another consumer writes the Git history now; stop it first, or start it with the empty folder.");
                return false;
            }
        } catch (GitException e) {
            log.warn("{}", e.getMessage());
            return false;
        }
        return drain();
    }

    private interface Work {
        void with(WriterLock lock, ConfigRepository repository) throws IOException, GitException, SQLException;
    }

    /** False if another process holds the lock. Anything that can go wrong comes out as a {@link GitException}. */
    private boolean withLock(Work task) throws GitException {
        try (WriterLock lock = WriterLock.tryAcquire(dataSource)) {
            if (lock == null) {
                return false;
            }
            try (ConfigRepository repository = ConfigRepository.open(settings.directory())) {
                task.with(lock, repository);
            }
            return true;
        } catch (IOException | SQLException | RuntimeException e) {
            throw new GitException(
                    "%s (%s)".formatted(firstLine(e), e.getClass().getSimpleName()), e);
        }
    }

    private void writeOn(WriterLock lock, ConfigRepository repository) throws IOException, GitException, SQLException {
        GitSession session = begin(repository);
        forgetOldRemote();
        while (!stop.isRequested() && lock.isHeld()) {
            int written = session.writeNext();
            boolean worked = written > 0 || movesAreDue() && session.writeMoves();
            pushIfDue(repository, worked);
            backoff.reset();
            if (!worked) {
                maintenance.whenIdle(repository, session.files());
                awaitWork();
            } else {
                maintenance.whileBusy(repository);
                if (written < GitSession.COMMITS_AT_ONCE) {
                    stop.await(GATHERING);
                }
            }
        }
    }

    private void writeAll(WriterLock lock, ConfigRepository repository) throws IOException, GitException, SQLException {
        GitSession session = begin(repository);
        forgetOldRemote();
        boolean worked = true;
        while (worked && !stop.isRequested() && lock.isHeld()) {
            worked = session.writeNext() > 0 || session.writeMoves();
        }
        if (remote != null) {
            remote.push(repository, repository.tip());
        }
    }

    private void startOver(WriterLock lock, ConfigRepository repository) throws IOException, GitException {
        if (repository.tip() != null) {
            throw new GitException("The Git repository %s is not empty: point ZONEKEEPER_GIT_DIR at an empty folder."
                    .formatted(settings.directory()));
        }
        work.startOver();
        log.info("{} versions are to be written to {}.", work.waiting(), settings.directory());
    }

    private GitSession begin(ConfigRepository repository) throws IOException, GitException {
        return GitSession.begin(repository, work, maskingKey, settings.raw(), clock);
    }

    private void forgetOldRemote() {
        if (remote == null) {
            remoteState.none();
        }
    }

    private boolean nothingWaits() throws GitException {
        try {
            return work.waiting() == 0;
        } catch (RuntimeException e) {
            throw new GitException(firstLine(e), e);
        }
    }

    private boolean movesAreDue() {
        if (clock.instant().isBefore(nextMoves)) {
            return false;
        }
        nextMoves = clock.instant().plus(MOVES_EVERY);
        return true;
    }

    /** At once when there is nothing else to do, and from time to time while there is. */
    private void pushIfDue(ConfigRepository repository, boolean busy) throws IOException {
        if (remote == null || busy && clock.instant().isBefore(nextPush)) {
            return;
        }
        remote.push(repository, repository.tip());
        nextPush = clock.instant().plus(PUSH_EVERY);
    }

    private void awaitWork() {
        try {
            if (wakeUps.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.request();
        }
    }

    private void retryLater(GitException e) {
        Duration wait = backoff.next();
        log.warn(
                "Results are stored, but Git cannot be written; next try in {} s: {}",
                wait.toSeconds(),
                e.getMessage());
        stop.await(wait);
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
