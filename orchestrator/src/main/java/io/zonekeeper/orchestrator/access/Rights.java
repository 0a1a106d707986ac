package io.zonekeeper.orchestrator.access;

/**
 * What a user or a token may do.
 *
 * @param secrets whether configurations are shown with their secrets, if the role allows it at all
 */
record Rights(Role role, Scope scope, boolean secrets) {

    static Rights of(User user) {
        return new Rights(user.role(), user.scope(), user.secretsAllowed());
    }
}
