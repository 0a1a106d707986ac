package io.zonekeeper.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

class PasswordLoginTest {

    private static final ManualClock clock = OrchestratorFixture.CLOCK;

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedByHand();

    @BeforeEach
    void forget() {
        orchestrator.jdbc().sql("delete from login_failure").update();
    }

    @Test
    void theRightPasswordGivesTheUserWithItsRoles() {
        Authentication login = login("ADMIN", OrchestratorFixture.ADMIN_PASSWORD, "10.0.0.1");
        assertThat(login.getPrincipal()).isInstanceOf(User.class);
        assertThat(login.getName()).isEqualTo(OrchestratorFixture.ADMIN);
        assertThat(login.getCredentials()).isNull();
        assertThat(login.getAuthorities())
                .extracting("authority")
                .contains("ROLE_ADMIN", "ROLE_OPERATOR", "ROLE_VIEWER");
    }

    @Test
    void aWrongPasswordAndAnUnknownUserAreToldTheSame() {
        assertThatThrownBy(() -> login("admin", "wrong", "10.0.0.1"))
                .isInstanceOf(BadCredentialsException.class)
                .hasMessage("User name or password is wrong.");
        assertThatThrownBy(() -> login("no\0body", "wrong", "10.0.0.1"))
                .isInstanceOf(BadCredentialsException.class)
                .hasMessage("User name or password is wrong.");
    }

    @Test
    void fiveWrongPasswordsFromAnAddressMakeThatAddressWaitEvenWithTheRightOne() {
        fail("admin", "10.0.0.1", LoginThrottle.FREE_FOR_USER);
        assertThatThrownBy(() -> login("admin", OrchestratorFixture.ADMIN_PASSWORD, "10.0.0.1"))
                .isInstanceOf(LockedException.class)
                .hasMessageContaining("seconds");
        assertThat(login("admin", OrchestratorFixture.ADMIN_PASSWORD, "10.0.0.2")
                        .isAuthenticated())
                .isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(login("admin", OrchestratorFixture.ADMIN_PASSWORD, "10.0.0.1")
                        .isAuthenticated())
                .isTrue();
    }

    @Test
    void eachFurtherOneDoublesThePauseUpToAQuarterOfAnHour() {
        fail("admin", "10.0.0.3", 20);
        clock.advance(Duration.ofMinutes(14));
        assertThatThrownBy(() -> login("admin", OrchestratorFixture.ADMIN_PASSWORD, "10.0.0.3"))
                .isInstanceOf(LockedException.class);
        clock.advance(Duration.ofMinutes(1));
        assertThat(login("admin", OrchestratorFixture.ADMIN_PASSWORD, "10.0.0.3")
                        .isAuthenticated())
                .isTrue();
    }

    @Test
    void anAddressThatTriesManyNamesIsSlowedDown() {
        for (int i = 0; i < LoginThrottle.FREE_FOR_ADDRESS; i++) {
            fail("name" + i, "10.0.0.4", 1);
        }
        assertThatThrownBy(() -> login("another", "wrong", "10.0.0.4")).isInstanceOf(LockedException.class);
    }

    private static void fail(String name, String address, int times) {
        LoginThrottle throttle = orchestrator.bean(LoginThrottle.class);
        for (int i = 0; i < times; i++) {
            throttle.failed(name, address);
        }
    }

    private static Authentication login(String name, String password, String address) {
        UsernamePasswordAuthenticationToken login = UsernamePasswordAuthenticationToken.unauthenticated(name, password);
        login.setDetails(new WebAuthenticationDetails(address, null));
        return orchestrator.bean(PasswordLogin.class).authenticate(login);
    }
}
