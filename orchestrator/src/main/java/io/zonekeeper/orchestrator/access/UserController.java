package io.zonekeeper.orchestrator.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
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

    @Operation(summary = "Who you are, and what you may do")
    @GetMapping("/api/v1/me")
    Me me(@AuthenticationPrincipal User user) {
        return new Me(user.id(), user.name(), user.role(), Scopes.names(user.scope()), user.seesSecrets());
    }

    @Operation(summary = "Users, by name")
    @GetMapping("/api/v1/users")
    Page<UserAdministration.UserView> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return users.list(PageRequest.byText(limit, after));
    }

    @Operation(summary = "A user")
    @GetMapping("/api/v1/users/{id}")
    UserAdministration.UserView get(@PathVariable long id) {
        return users.get(id);
    }

    @Operation(summary = "Add a user")
    @PostMapping("/api/v1/users")
    @ResponseStatus(HttpStatus.CREATED)
    UserAdministration.UserView create(@AuthenticationPrincipal User admin, @RequestBody UserForm form) {
        return users.create(admin.name(), form);
    }

    @Operation(summary = "Change the rights or the password of a user, or disable one")
    @PatchMapping("/api/v1/users/{id}")
    UserAdministration.UserView change(
            @AuthenticationPrincipal User admin,
            @PathVariable long id,
            @RequestBody @Schema(implementation = UserForm.class) ObjectNode change) {
        return users.change(admin.name(), id, change);
    }
}
