package io.zonekeeper.orchestrator.config;

import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;

/** Shows configurations: masked to anybody who may log in, as they came to those who may see secrets, which is written down. */
@Service
public class Configurations {

    private final ConfigVersions versions;
    private final Audit audit;

    Configurations(ConfigVersions versions, Audit audit) {
        this.versions = versions;
        this.audit = audit;
    }

    /** Two versions of one device and their masked texts. */
    public record Comparison(ConfigVersion older, ConfigVersion newer, String olderText, String newerText) {

        public ConfigDiff diff(int context) {
            return ConfigDiff.between(olderText, newerText, context);
        }
    }

    /** @throws Problem 404 */
    public byte[] masked(long id) {
        return versions.masked(id).orElseThrow(() -> Problem.notFound("Version " + id));
    }

    /** As text for showing: what is no UTF-8 is replaced. */
    public String maskedText(long id) {
        return new String(masked(id), StandardCharsets.UTF_8);
    }

    /**
     * The bytes as the device gave them; the reveal is audited.
     *
     * @throws Problem 404
     * @throws AccessDeniedException if the role may not see secrets
     */
    public byte[] reveal(long id, Authentication who) {
        boolean mayReveal = who.getAuthorities().stream()
                .anyMatch(authority -> "ROLE_OPERATOR".equals(authority.getAuthority())
                        || "ROLE_ADMIN".equals(authority.getAuthority()));
        if (!mayReveal) {
            throw new AccessDeniedException("Secrets are shown to operators and admins.");
        }
        byte[] raw = versions.raw(id).orElseThrow(() -> Problem.notFound("Version " + id));
        audit.record(who.getName(), "config.reveal", "version " + id, "");
        return raw;
    }

    /**
     * @param from null for the version before {@code to}
     * @param to null for the newest
     * @throws Problem 404 if the device has no such versions, or only one where two are needed
     */
    public Comparison compare(long deviceId, @Nullable Long from, @Nullable Long to) {
        ConfigVersion newer = (to == null
                        ? versions.ofDevice(deviceId, Optional.empty(), 1).stream()
                                .findFirst()
                        : ofDevice(deviceId, to))
                .orElseThrow(() -> Problem.notFound(
                        to == null ? "A configuration of device %d".formatted(deviceId) : missing(deviceId, to)));
        ConfigVersion older = (from == null ? versions.before(newer) : ofDevice(deviceId, from))
                .orElseThrow(() -> Problem.notFound(
                        from == null
                                ? "A version of device %d to compare with".formatted(deviceId)
                                : missing(deviceId, from)));
        return new Comparison(older, newer, maskedText(older.id()), maskedText(newer.id()));
    }

    private Optional<ConfigVersion> ofDevice(long deviceId, long id) {
        return versions.find(id).filter(version -> version.deviceId() == deviceId);
    }

    private static String missing(long deviceId, long id) {
        return "Version %d of device %d".formatted(id, deviceId);
    }
}
