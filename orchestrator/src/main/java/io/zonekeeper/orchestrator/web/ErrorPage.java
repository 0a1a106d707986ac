package io.zonekeeper.orchestrator.web;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/** The page that says what went wrong. */
public final class ErrorPage {

    /** @param detail a sentence for whoever has asked */
    public static ModelAndView of(HttpStatus status, String detail) {
        return new ModelAndView(
                "error", Map.of("title", status.getReasonPhrase(), "status", status.value(), "detail", detail), status);
    }

    private ErrorPage() {}
}
