package io.zonekeeper.orchestrator.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems where no controller answers, as in filters. Thread-safe. */
@Component
public class Problems {

    private final JsonMapper mapper;

    Problems(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** @param detail one sentence */
    public void write(HttpServletResponse response, HttpStatusCode status, String detail) throws IOException {
        write(response, ProblemBody.of(status, detail));
    }

    public void write(HttpServletResponse response, Problem problem) throws IOException {
        write(response, ProblemBody.of(problem));
    }

    private void write(HttpServletResponse response, ProblemBody body) throws IOException {
        response.setStatus(body.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(mapper.writeValueAsBytes(body));
    }
}
