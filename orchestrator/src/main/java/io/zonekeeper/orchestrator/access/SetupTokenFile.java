package io.zonekeeper.orchestrator.access;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.orchestrator.OrchestratorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The file that holds the set-up token until it is used, readable by this process's user alone. */
@Component
class SetupTokenFile {

    private static final Logger log = LoggerFactory.getLogger(SetupTokenFile.class);

    private final Path path;

    SetupTokenFile(Environment environment) {
        this.path =
                Path.of(environment.get(OrchestratorSettings.SETUP_TOKEN_FILE)).toAbsolutePath();
    }

    Optional<SecretToken> read() {
        try {
            return Files.exists(path)
                    ? Optional.of(new SecretToken(Files.readString(path).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            log.warn("{} cannot be read ({}); a new set-up token is made.", path, e.toString());
            return Optional.empty();
        }
    }

    /** The log has the token too, so a file that cannot be written stops nothing. */
    void write(SecretToken token) {
        try {
            Files.deleteIfExists(path);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(path, token.text() + "\n");
        } catch (IOException | UnsupportedOperationException e) {
            log.warn("The set-up token cannot be written to {} ({}): take it from this log.", path, e.toString());
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log.warn("{} cannot be deleted ({}); the token in it is used and worth nothing.", path, e.toString());
        }
    }

    /** The file's name without its folder. */
    String name() {
        return String.valueOf(path.getFileName());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
