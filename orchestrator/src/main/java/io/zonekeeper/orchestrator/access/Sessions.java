package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.web.Problem;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The browser sessions of users. Thread-safe. */
@Component
public class Sessions {

    /** The session attribute that says where a login came from. */
    static final String ORIGIN = "zonekeeper.origin";

    private static final int KEY_LENGTH = 16;

    private final FindByIndexNameSessionRepository<? extends Session> sessions;
    private final Audit audit;

    Sessions(FindByIndexNameSessionRepository<? extends Session> sessions, Audit audit) {
        this.sessions = sessions;
        this.audit = audit;
    }

    /**
     * A session as its user sees it.
     *
     * @param key tells sessions apart; nobody gets in with it
     * @param origin address and browser of the login; empty if that is not known
     */
    public record OpenSession(String key, Instant startedAt, Instant lastUsedAt, String origin, boolean current) {}

    /**
     * The latest used first.
     *
     * @param currentId of the session that asks; null if none does
     */
    public List<OpenSession> of(User user, @Nullable String currentId) {
        return open(user).stream()
                .map(session -> new OpenSession(
                        key(session),
                        session.getCreationTime(),
                        session.getLastAccessedTime(),
                        Objects.requireNonNullElse(session.<String>getAttribute(ORIGIN), ""),
                        session.getId().equals(currentId)))
                .sorted(Comparator.comparing(OpenSession::lastUsedAt).reversed())
                .toList();
    }

    /** @throws Problem 404 if the user has no such session */
    @Transactional
    public void end(User user, String key) {
        Session session = open(user).stream()
                .filter(one -> key(one).equals(key))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("Session " + key));
        sessions.deleteById(session.getId());
        audit.record(user.name(), "session.end", "session %s of %s".formatted(key, user.name()), "");
    }

    /** Ends all but one; with null all. @return how many */
    @Transactional
    public int endOthers(User user, @Nullable String currentId) {
        List<? extends Session> others = open(user).stream()
                .filter(session -> !session.getId().equals(currentId))
                .toList();
        others.forEach(session -> sessions.deleteById(session.getId()));
        if (!others.isEmpty()) {
            audit.record(user.name(), "session.end", "sessions of " + user.name(), "%d ended".formatted(others.size()));
        }
        return others.size();
    }

    private List<? extends Session> open(User user) {
        return List.copyOf(sessions.findByPrincipalName(user.name()).values()).stream()
                .filter(session -> !session.isExpired())
                .toList();
    }

    /** Of the id, which is the secret itself, no more than tells it apart. */
    private static String key(Session session) {
        return HexFormat.of()
                .formatHex(new SecretToken(session.getId()).sha256())
                .substring(0, KEY_LENGTH);
    }
}
