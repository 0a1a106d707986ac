package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Page;
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

@RestController
class UserController {

    private final UserAdministration users;

    UserController(UserAdministration users) {
        this.users = users;
    }

    record NewUser(
            @Nullable String username,
            @Nullable String password,
            @Nullable Role role) {

        @Override
        public String toString() {
            return "NewUser[%s, %s]".formatted(username, role);
        }
    }

    record ChangedUser(
            @Nullable Role role,
            @Nullable Boolean enabled,
            @Nullable String password) {

        @Override
        public String toString() {
            return "ChangedUser[%s, enabled=%s]".formatted(role, enabled);
        }
    }

    @GetMapping("/api/v1/me")
    User me(@AuthenticationPrincipal User user) {
        return user;
    }

    @GetMapping("/api/v1/users")
    Page<UserAdministration.UserView> list() {
        return new Page<>(users.all(), null);
    }

    @PostMapping("/api/v1/users")
    @ResponseStatus(HttpStatus.CREATED)
    User create(@AuthenticationPrincipal User admin, @RequestBody NewUser form) {
        return users.create(admin.name(), form.username(), form.password(), form.role(), new FieldErrors());
    }

    @PatchMapping("/api/v1/users/{id}")
    UserAdministration.UserView change(
            @AuthenticationPrincipal User admin, @PathVariable long id, @RequestBody ChangedUser form) {
        return users.change(admin.name(), id, form.role(), form.enabled(), form.password());
    }
}
