package io.zonekeeper.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture();

    private static List<Api> byRole = List.of();

    @BeforeAll
    static void makeUsers() {
        byRole = Arrays.stream(Role.values())
                .map(role -> orchestrator.userWithRole(role.wireName()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /me, VIEWER",
        "GET, /groups, VIEWER",
        "GET, /groups/none, VIEWER",
        "GET, /credentials, VIEWER",
        "GET, /devices, VIEWER",
        "GET, /devices/1/host-keys, VIEWER",
        "GET, /schedules, VIEWER",
        "GET, /runs, VIEWER",
        "GET, /collectors, VIEWER",
        "GET, /quarantine, VIEWER",
        "GET, /dead-letters, VIEWER",
        "GET, /tokens, VIEWER",
        "GET, /nothing/of/this/name, VIEWER",
        "POST, /tokens, VIEWER",
        "DELETE, /tokens/999999, VIEWER",
        "POST, /credentials, OPERATOR",
        "PATCH, /credentials/1, OPERATOR",
        "DELETE, /credentials/999999, OPERATOR",
        "POST, /credentials/999999/resume, OPERATOR",
        "POST, /devices, OPERATOR",
        "PATCH, /devices/1, OPERATOR",
        "DELETE, /devices/999999, OPERATOR",
        "POST, /devices/1/host-keys/accept, OPERATOR",
        "POST, /devices/1/login-test, OPERATOR",
        "POST, /schedules, OPERATOR",
        "DELETE, /schedules/999999, OPERATOR",
        "POST, /runs, OPERATOR",
        "POST, /nothing/of/this/name, OPERATOR",
        "POST, /groups, ADMIN",
        "PATCH, /groups/none, ADMIN",
        "DELETE, /groups/none, ADMIN",
        "POST, /groups/none/pause, ADMIN",
        "POST, /groups/none/resume, ADMIN",
        "POST, /groups/none/keys, ADMIN",
        "DELETE, /groups/none/keys/1, ADMIN",
        "POST, /quarantine/1/replay, ADMIN",
        "GET, /users, ADMIN",
        "POST, /users, ADMIN",
        "PATCH, /users/999999, ADMIN",
        "GET, /audit, ADMIN",
    })
    void needsTheRole(String method, String path, Role needed) {
        Api.Answer stranger = orchestrator.api().send(method, path, null);
        assertThat(stranger.problem(401)).contains("Bearer");
        assertThat(stranger.header("WWW-Authenticate")).isEqualTo("Bearer");
        for (Role role : Role.values()) {
            Api.Answer answer = byRole.get(role.ordinal()).send(method, path, body(method));
            if (role.covers(needed)) {
                assertThat(answer.status())
                        .as("%s as %s: %s", path, role, answer.text())
                        .isNotIn(401, 403, 500);
            } else {
                assertThat(answer.problem(403)).contains("role", method);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"zk_unknown", "Bearer", "''"})
    void anUnknownTokenIsNobodys(String token) {
        assertThat(orchestrator.api().as(token).get("/me").status()).isEqualTo(401);
    }

    private static @Nullable String body(String method) {
        return method.equals("POST") || method.equals("PATCH") ? "{}" : null;
    }
}
