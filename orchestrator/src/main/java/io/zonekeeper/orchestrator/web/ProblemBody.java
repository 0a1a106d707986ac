package io.zonekeeper.orchestrator.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** A problem as RFC 9457 writes it; no type means about:blank. */
record ProblemBody(
        String title,
        int status,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

    static ProblemBody of(Problem problem) {
        return new ProblemBody(
                problem.status().getReasonPhrase(), problem.status().value(), problem.detail(), problem.errors());
    }

    static ProblemBody of(HttpStatusCode status, String detail) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return new ProblemBody(
                known == null ? "Error " + status.value() : known.getReasonPhrase(), status.value(), detail, List.of());
    }
}
