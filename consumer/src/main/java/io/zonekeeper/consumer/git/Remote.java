package io.zonekeeper.consumer.git;

import io.zonekeeper.consumer.lifecycle.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pushes the branch, never by force, not too often, and again after a failure. */
final class Remote {

    private static final Logger log = LoggerFactory.getLogger(Remote.class);
    private static final int TIMEOUT_S = 60;

    private final String url;
    private final Clock clock;
    private final Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(10));
    private @Nullable ObjectId pushed;
    private Instant nextTry = Instant.MIN;

    Remote(String url, Clock clock) {
        this.url = url;
        this.clock = clock;
    }

    /** Does nothing if there is nothing new, or the last failure is too fresh. */
    void push(ConfigRepository repository, @Nullable ObjectId tip) {
        if (tip == null || tip.equals(pushed) || clock.instant().isBefore(nextTry)) {
            return;
        }
        try {
            push(repository);
            pushed = tip;
            backoff.reset();
        } catch (GitException e) {
            Duration wait = backoff.next();
            nextTry = clock.instant().plus(wait);
            log.warn("The Git history cannot be pushed; next try in {} s: {}", wait.toSeconds(), e.getMessage());
        }
    }

    private void push(ConfigRepository repository) throws GitException {
        try (Git git = new Git(repository.jgit())) {
            Iterable<PushResult> results = git.push()
                    .setRemote(url)
                    .setRefSpecs(new RefSpec(ConfigRepository.BRANCH + ":" + ConfigRepository.BRANCH))
                    .setTimeout(TIMEOUT_S)
                    .call();
            for (PushResult result : results) {
                check(result.getRemoteUpdates());
            }
        } catch (GitAPIException | JGitInternalException e) {
            throw new GitException(withoutUrl(e), e);
        }
    }

    private static void check(Collection<RemoteRefUpdate> updates) throws GitException {
        for (RemoteRefUpdate update : updates) {
            if (update.getStatus() != RemoteRefUpdate.Status.OK
                    && update.getStatus() != RemoteRefUpdate.Status.UP_TO_DATE) {
                throw new GitException("the remote answers %s%s"
                        .formatted(update.getStatus(), update.getMessage() == null ? "" : ", " + update.getMessage()));
            }
        }
    }

    /** The URL may hold a password. */
    private String withoutUrl(Exception e) {
        return String.valueOf(e.getMessage()).replace(url, "(remote)");
    }
}
