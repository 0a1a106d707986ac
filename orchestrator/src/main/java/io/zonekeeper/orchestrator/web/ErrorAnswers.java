package io.zonekeeper.orchestrator.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what goes wrong where no controller of ours was asked: unknown paths, methods that are not taken, failing filters and pages. */
@Controller
@RequestMapping("/error")
class ErrorAnswers implements ErrorController {

    @RequestMapping(produces = MediaType.TEXT_HTML_VALUE)
    Object page(HttpServletRequest request, HttpServletResponse response) {
        if (path(request).startsWith("/api/")) {
            return problem(request, response);
        }
        return ErrorPage.of(status(request), detail(request, response));
    }

    @RequestMapping
    ResponseEntity<ProblemBody> problem(HttpServletRequest request, HttpServletResponse response) {
        HttpStatus status = status(request);
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemBody.of(status, detail(request, response)));
    }

    private static HttpStatus status(HttpServletRequest request) {
        HttpStatus status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatus.resolve(code)
                : HttpStatus.NOT_FOUND;
        return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    }

    private static String path(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
                ? uri
                : request.getRequestURI();
    }

    private static String detail(HttpServletRequest request, HttpServletResponse response) {
        String path = path(request);
        return switch (status(request)) {
            case BAD_REQUEST -> "The request is malformed.";
            case UNAUTHORIZED -> "Log in, or send an API token as \"Authorization: Bearer <token>\".";
            case FORBIDDEN ->
                "You may not do this: it needs a role you do not have, or the page is too old and has to be loaded again.";
            case NOT_FOUND -> "There is nothing at %s.".formatted(path);
            case METHOD_NOT_ALLOWED -> "%s does not take this method%s.".formatted(path, allowed(response));
            case NOT_ACCEPTABLE -> "%s cannot answer in a format this client accepts.".formatted(path);
            case UNSUPPORTED_MEDIA_TYPE -> "%s takes application/json.".formatted(path);
            case SERVICE_UNAVAILABLE -> "Something this needs does not answer: try again in a moment.";
            default ->
                status(request).is5xxServerError()
                        ? "This is a fault of ours; the orchestrator's log says more."
                        : "The request cannot be answered.";
        };
    }

    private static String allowed(HttpServletResponse response) {
        String allow = response.getHeader(HttpHeaders.ALLOW);
        return allow == null ? "" : ": use " + allow;
    }
}
