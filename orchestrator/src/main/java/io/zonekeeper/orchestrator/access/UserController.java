package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.web.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
class UserController {

    private final UserAdministration users;

    UserController(UserAdministration users) {
        this.users = users;
    }

    /**
     * Who asks, and what with this token or session may be done.
     *
     * @param groups null for all
     */
    record Me(long id, String name, Role role, @Nullable List<String> groups, boolean seesSecrets) {}

    @GetMapping("/api/v1/me")
    Me me(@AuthenticationPrincipal User user) {
        return new Me(user.id(), user.name(), user.role(), Scopes.names(user.scope()), user.seesSecrets());
    }

    @GetMapping("/api/v1/users")
    Page<UserAdministration.UserView> list() {
        return new Page<>(users.all(), null);
    }

    @GetMapping("/api/v1/users/{id}")
    UserAdministration.UserView get(@PathVariable long id) {
        return users.get(id);
    }

    @PostMapping("/api/v1/users")
    @ResponseStatus(HttpStatus.CREATED)
    UserAdministration.UserView create(@AuthenticationPrincipal User admin, @RequestBody UserForm form) {
        return users.create(admin.name(), form);
    }

    @PatchMapping("/api/v1/users/{id}")
    UserAdministration.UserView change(
            @AuthenticationPrincipal User admin, @PathVariable long id, @RequestBody ObjectNode change) {
        return users.change(admin.name(), id, change);
    }
}
