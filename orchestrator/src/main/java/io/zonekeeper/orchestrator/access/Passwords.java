package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.web.FieldErrors;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes passwords with bcrypt; the hash names its algorithm, so another may follow. Thread-safe. */
@Component
class Passwords {

    static final int SHORTEST = 12;

    /** bcrypt leaves out what is longer. */
    private static final int LONGEST_BYTES = 72;

    /** The hash of a random text nobody knows, as costly as those made here. */
    static final String NOBODY = "{bcrypt}$2a$10$5YI8Ns/4Ffe.Gk8XiXU9u.5OyBRnti214CLSDOtcLoJdujyqUACtq";

    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();

    void check(@Nullable String password, FieldErrors errors) {
        check("password", password, errors);
    }

    void check(String field, @Nullable String password, FieldErrors errors) {
        if (password == null || password.length() < SHORTEST) {
            errors.add(field, null, "The password is too short: use at least %d characters.".formatted(SHORTEST));
        } else if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            errors.add(field, null, "The password is too long: use at most %d bytes.".formatted(LONGEST_BYTES));
        }
    }

    String hash(String password) {
        String hash = encoder.encode(password);
        if (hash == null) {
            throw new IllegalStateException("The password encoder gave no hash");
        }
        return hash;
    }

    /** Takes as long for no account as for one. */
    boolean matches(String password, @Nullable Account account) {
        boolean matches = encoder.matches(password, account == null ? NOBODY : account.passwordHash());
        return account != null && matches;
    }
}
