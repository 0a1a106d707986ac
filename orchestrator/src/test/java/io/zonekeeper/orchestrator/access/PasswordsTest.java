package io.zonekeeper.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {

    private static final int ALGORITHM_AND_COST = "{bcrypt}$2a$10$".length();

    /** Else the time of an answer says whether there is a user of that name. */
    @Test
    void nobodysPasswordTakesAsLongAsAnyOther() {
        String hash = new Passwords().hash("correct horse battery");

        assertThat(Passwords.NOBODY).hasSameSizeAs(hash).startsWith(hash.substring(0, ALGORITHM_AND_COST));
    }

    @Test
    void nobodyIsLetIn() {
        assertThat(new Passwords().matches("nobody has this password", null)).isFalse();
    }
}
