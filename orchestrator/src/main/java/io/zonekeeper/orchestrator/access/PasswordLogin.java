package io.zonekeeper.orchestrator.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Checks the name and password of the login page. Thread-safe. */
@Component
class PasswordLogin implements AuthenticationProvider {

    private final Users users;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final Clock clock;

    PasswordLogin(Users users, Passwords passwords, LoginThrottle throttle, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication login) {
        String name = login.getName().replace('\0', ' ').strip();
        String password = String.valueOf(login.getCredentials());
        String address =
                login.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        throttle.blockedUntil(name, address).ifPresent(until -> {
            throw new LockedException("Too many wrong passwords: try again in %d seconds.".formatted(secondsTo(until)));
        });
        Optional<Account> account = users.find(name).filter(Account::isEnabled);
        if (!passwords.matches(password, account.orElse(null))) {
            throttle.failed(name, address);
            throw new BadCredentialsException("User name or password is wrong.");
        }
        throttle.succeeded(name, address);
        User user = account.orElseThrow().user();
        UsernamePasswordAuthenticationToken authenticated =
                UsernamePasswordAuthenticationToken.authenticated(user, null, user.authorities());
        authenticated.setDetails(login.getDetails());
        return authenticated;
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }

    private long secondsTo(Instant until) {
        return Math.max(1, Duration.between(clock.instant(), until).toSeconds());
    }
}
