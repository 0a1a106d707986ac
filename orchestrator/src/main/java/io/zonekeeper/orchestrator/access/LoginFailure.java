package io.zonekeeper.orchestrator.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.WebAttributes;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Goes back to the login page with the reason. The reason alone goes into the session: the exception itself carries the password
 * that was tried, and sessions are stored.
 */
final class LoginFailure implements AuthenticationFailureHandler {

    private static final String OURS = "Logging in is not possible at the moment: try again later.";

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        String reason = failure instanceof InternalAuthenticationServiceException || failure.getMessage() == null
                ? OURS
                : failure.getMessage();
        request.getSession().setAttribute(WebAttributes.AUTHENTICATION_EXCEPTION, new BadCredentialsException(reason));
        response.sendRedirect(request.getContextPath() + "/login?error");
    }
}
