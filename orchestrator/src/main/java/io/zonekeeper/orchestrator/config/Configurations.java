package io.zonekeeper.orchestrator.config;

import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

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
    record Comparison(ConfigVersion older, ConfigVersion newer, ComparedText olderText, ComparedText newerText) {

        ConfigDiff diff(int context) {
            return ConfigDiff.between(olderText, newerText, context);
        }
    }

    /** @throws Problem 404 */
    public byte[] masked(Scope scope, long id) {
        return versions.masked(scope, id).orElseThrow(() -> Problem.notFound("Version " + id));
    }

    /** As text for showing: what is no UTF-8 is replaced. */
    public String maskedText(Scope scope, long id) {
        return new String(masked(scope, id), StandardCharsets.UTF_8);
    }

    /**
     * The bytes as the device gave them; the reveal is audited.
     *
     * @throws Problem 403 if the user or the token may not see secrets, 404
     */
    @Transactional
    public byte[] reveal(User who, long id) {
        who.requireSecrets();
        byte[] raw = versions.raw(who.scope(), id).orElseThrow(() -> Problem.notFound("Version " + id));
        audit.record(who.name(), "config.reveal", "version " + id, "");
        return raw;
    }

    /**
     * @param from null for the version before {@code to}
     * @param to null for the newest
     * @throws Problem 404 if the device has no such versions, or only one where two are needed
     */
    Comparison compare(Scope scope, long deviceId, @Nullable Long from, @Nullable Long to, DiffOptions options) {
        ConfigVersion newer = (to == null
                        ? versions.ofDevice(scope, deviceId, Optional.empty(), 1).stream()
                                .findFirst()
                        : ofDevice(scope, deviceId, to))
                .orElseThrow(() -> Problem.notFound(
                        to == null ? "A configuration of device %d".formatted(deviceId) : missing(deviceId, to)));
        ConfigVersion older = (from == null ? versions.before(scope, newer) : ofDevice(scope, deviceId, from))
                .orElseThrow(() -> Problem.notFound(
                        from == null
                                ? "A version of device %d to compare with".formatted(deviceId)
                                : missing(deviceId, from)));
        return new Comparison(older, newer, text(scope, older, options), text(scope, newer, options));
    }

    private ComparedText text(Scope scope, ConfigVersion version, DiffOptions options) {
        if (version.binary()) {
            return ComparedText.of("");
        }
        ComparedText text = options.noise()
                ? ComparedText.of(maskedText(scope, version.id()))
                : versions.withoutNoise(scope, version.id())
                        .orElseThrow(() -> Problem.notFound("Version " + version.id()));
        return options.blanks() ? text : text.withoutBlanks();
    }

    private Optional<ConfigVersion> ofDevice(Scope scope, long deviceId, long id) {
        return versions.find(scope, id).filter(version -> version.deviceId() == deviceId);
    }

    private static String missing(long deviceId, long id) {
        return "Version %d of device %d".formatted(id, deviceId);
    }
}
