package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.orchestrator.web.FieldErrors;
import org.jspecify.annotations.Nullable;

/**
 * A credential as a user writes it. {@link #toString()} shows no secret.
 *
 * @param group whose devices it is for; null for those of all groups
 */
public record CredentialForm(
        @Nullable String name,
        @Nullable String username,
        @Nullable String password,
        @Nullable String privateKey,
        @Nullable String passphrase,
        @Nullable String enableSecret,
        @Nullable String group) {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_SECRET = 1024;
    private static final int LONGEST_KEY = 32 * 1024;

    /** The form with blanks around names gone and empty secrets left out. */
    CredentialForm checked() {
        FieldErrors errors = new FieldErrors();
        String nameLine = errors.line("name", name, LONGEST_NAME);
        String userLine = errors.line("username", username, LONGEST_NAME);
        CredentialForm form = new CredentialForm(
                nameLine,
                userLine,
                given(password),
                given(privateKey),
                given(passphrase),
                given(enableSecret),
                given(group));
        checkLength("password", form.password, LONGEST_SECRET, errors);
        checkLength("private_key", form.privateKey, LONGEST_KEY, errors);
        checkLength("passphrase", form.passphrase, LONGEST_SECRET, errors);
        checkLength("enable_secret", form.enableSecret, LONGEST_SECRET, errors);
        if (form.password == null && form.privateKey == null) {
            errors.add("password", null, "A credential needs a password or a private_key, or both: give one.");
        }
        if (form.privateKey != null && !form.privateKey.contains("PRIVATE KEY-----")) {
            errors.add(
                    "private_key",
                    null,
                    "private_key is no key in OpenSSH's or PEM form: give the whole file, from -----BEGIN to -----END.");
        }
        if (form.passphrase != null && form.privateKey == null) {
            errors.add("passphrase", null, "passphrase belongs to a private_key: give that too, or leave it out.");
        }
        errors.throwIfAny();
        return form;
    }

    CredentialSeal.Secrets secrets() {
        return new CredentialSeal.Secrets(password, privateKey, passphrase, enableSecret);
    }

    private static @Nullable String given(@Nullable String secret) {
        return secret == null || secret.isEmpty() ? null : secret;
    }

    private static void checkLength(String field, @Nullable String value, int longest, FieldErrors errors) {
        if (value != null && value.length() > longest) {
            errors.add(field, null, "%s has %d characters: use at most %d.".formatted(field, value.length(), longest));
        }
    }

    @Override
    public String toString() {
        return "CredentialForm[%s, %s]".formatted(name, username);
    }
}
