package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Secrets that take the place of those of a credential; null or empty for what stays. {@link #toString()} shows none. */
public record NewSecrets(
        @Nullable String password,
        @Nullable String privateKey,
        @Nullable String passphrase,
        @Nullable String enableSecret) {

    /** @throws Problem 422 if all are missing */
    ObjectNode change() {
        ObjectNode change = Json.MAPPER.createObjectNode();
        put(change, "password", password);
        put(change, "private_key", privateKey);
        if (change.has("private_key")) {
            change.putNull("passphrase");
        }
        put(change, "passphrase", passphrase);
        put(change, "enable_secret", enableSecret);
        if (change.isEmpty()) {
            throw Problem.invalid(
                    new FieldError(
                            "password",
                            null,
                            "No new secret is given: give at least one of password, private_key, passphrase and enable_secret."));
        }
        return change;
    }

    private static void put(ObjectNode change, String field, @Nullable String secret) {
        if (secret != null && !secret.isEmpty()) {
            change.put(field, secret);
        }
    }

    @Override
    public String toString() {
        return "NewSecrets[hidden]";
    }
}
