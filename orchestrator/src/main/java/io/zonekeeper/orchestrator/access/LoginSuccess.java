package io.zonekeeper.orchestrator.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;

/** Notes in the session where it was begun, for the list of sessions, and goes on to the page that was asked for. */
final class LoginSuccess extends SavedRequestAwareAuthenticationSuccessHandler {

    private static final int LONGEST = 200;

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authenticated)
            throws IOException, ServletException {
        String browser = BrowserName.of(
                Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), "a browser without a name"));
        String origin = "%s, %s".formatted(request.getRemoteAddr(), browser);
        request.getSession()
                .setAttribute(Sessions.ORIGIN, origin.length() > LONGEST ? origin.substring(0, LONGEST) : origin);
        super.onAuthenticationSuccess(request, response, authenticated);
    }
}
