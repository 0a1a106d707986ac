package io.zonekeeper.orchestrator.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Holds changes through the API to what their author has seen, as If-Match (RFC 9110) says. Thread-safe. */
@Component
public class Preconditions {

    /**
     * To be asked with the row locked, so that nobody else changes it between this and the change. Pages, which send no If-Match, and
     * whatever else is no request to the API pass.
     *
     * @param editable as in {@link Editable#editable()}
     * @throws Problem 412 if it is another one than the request names, 428 if the request is a PATCH that names none
     */
    public void check(Object editable) {
        apiRequest().ifPresent(request -> check(request, editable));
    }

    private static void check(HttpServletRequest request, Object editable) {
        String ifMatch = request.getHeader(HttpHeaders.IF_MATCH);
        String path = request.getRequestURI();
        if (ifMatch == null) {
            if (HttpMethod.PATCH.matches(request.getMethod())) {
                throw Problem.preconditionRequired(
                        "A change needs the header If-Match: give it the ETag of GET %s, or * to change whatever is there."
                                .formatted(path));
            }
            return;
        }
        if (!EntityTag.matches(ifMatch, EntityTag.of(editable))) {
            throw Problem.preconditionFailed(
                    "%s has been changed since its ETag %s was read: read it again, and repeat what is still to be changed."
                            .formatted(path, ifMatch.strip()));
        }
    }

    private static Optional<HttpServletRequest> apiRequest() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? Optional.of(attributes.getRequest())
                        .filter(request -> request.getRequestURI().startsWith("/api/"))
                : Optional.empty();
    }
}
