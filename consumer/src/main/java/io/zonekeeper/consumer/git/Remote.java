package io.zonekeeper.consumer.git;

import io.zonekeeper.consumer.lifecycle.Backoff;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/** Pushes the branch, never by force, not too often, and again after a failure; how it went is noted for the pages. */
final class Remote {

    private static final Logger log = LoggerFactory.getLogger(Remote.class);
    private static final int TIMEOUT_S = 60;

    private final String url;
    private final URIish parsed;
    private final PushBySsh ssh;
    private final RemoteState state;
    private final Clock clock;
    private final Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(10));
    private @Nullable ObjectId pushed;
    private boolean named;
    private Instant nextTry = Instant.MIN;

    /** @throws URISyntaxException if the URL is none that Git knows */
    Remote(String url, PushBySsh ssh, RemoteState state, Clock clock) throws URISyntaxException {
        this.url = url;
        this.parsed = new URIish(url);
        this.ssh = ssh;
        this.state = state;
        this.clock = clock;
    }

    /** Does nothing if there is nothing new, or the last failure is too fresh. */
    void push(ConfigRepository repository, @Nullable ObjectId tip) {
        if (!named) {
            state.of(shown());
            named = true;
        }
        if (tip == null || tip.equals(pushed) || clock.instant().isBefore(nextTry)) {
            return;
        }
        try {
            push(repository);
        } catch (GitException e) {
            Duration wait = backoff.next();
            Instant now = clock.instant();
            nextTry = now.plus(wait);
            log.warn("The Git history cannot be pushed; next try in {} s: {}", wait.toSeconds(), e.getMessage());
            state.failed(String.valueOf(e.getMessage()), now, nextTry);
            return;
        }
        state.pushed(tip.name(), clock.instant());
        pushed = tip;
        backoff.reset();
    }

    private void push(ConfigRepository repository) throws GitException {
        try (Git git = new Git(repository.jgit())) {
            Iterable<PushResult> results = git.push()
                    .setRemote(url)
                    .setTransportConfigCallback(ssh::configure)
                    .setRefSpecs(new RefSpec(ConfigRepository.BRANCH + ":" + ConfigRepository.BRANCH))
                    .setTimeout(TIMEOUT_S)
                    .call();
            for (PushResult result : results) {
                check(result.getRemoteUpdates());
            }
        } catch (GitAPIException | JGitInternalException e) {
            throw new GitException(withoutSecrets(e) + (isSsh() ? ssh.hint() : ""), e);
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

    private boolean isSsh() {
        return parsed.getScheme() == null
                ? parsed.getHost() != null
                : parsed.getScheme().endsWith("ssh");
    }

    /** A user of SSH is no secret; a token often stands where HTTP has its user. */
    private String shown() {
        URIish shown = parsed.setPass(null);
        return (isSsh() ? shown : shown.setUser(null)).toString();
    }

    private String withoutSecrets(Exception e) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        String message = cause == e || String.valueOf(e.getMessage()).contains(String.valueOf(cause.getMessage()))
                ? String.valueOf(e.getMessage())
                : "%s: %s".formatted(e.getMessage(), cause.getMessage());
        message = message.lines().findFirst().orElse("").replace(url, shown()).replace(parsed.toString(), shown());
        for (String secret : Stream.of(parsed.getPass(), isSsh() ? null : parsed.getUser())
                .filter(part -> part != null && !part.isEmpty())
                .toList()) {
            message = message.replace(secret, "(hidden)");
        }
        return message;
    }
}
