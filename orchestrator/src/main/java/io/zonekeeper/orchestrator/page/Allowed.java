package io.zonekeeper.orchestrator.page;

import io.zonekeeper.orchestrator.access.Role;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Problem;

/** Keeps forms from those who could not send them; sending is guarded by the access rules. */
public final class Allowed {

    /** @throws Problem 403 */
    public static void operator(User user) {
        require(user, Role.OPERATOR);
    }

    /** @throws Problem 403 */
    public static void admin(User user) {
        require(user, Role.ADMIN);
    }

    private static void require(User user, Role role) {
        if (!user.role().covers(role)) {
            throw Problem.forbidden("This needs the role %s, and %s is %s: ask an administrator."
                    .formatted(role.wireName(), user.name(), user.role().wireName()));
        }
    }

    private Allowed() {}
}
