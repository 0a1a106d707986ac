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

    /** For what belongs to no group: an administrator who sees them all. @throws Problem 403 */
    public static void adminOfAllGroups(User user) {
        require(user, Role.ADMIN);
        if (!user.scope().unlimited()) {
            throw Problem.forbidden(
                    "This needs a user of all groups, and %s is limited to some: ask an administrator of all groups."
                            .formatted(user.name()));
        }
    }

    private static void require(User user, Role role) {
        if (!user.role().covers(role)) {
            throw Problem.forbidden("This needs the role %s, and %s is %s: ask an administrator."
                    .formatted(role.wireName(), user.name(), user.role().wireName()));
        }
    }

    private Allowed() {}
}
