package io.zonekeeper.orchestrator.web;

import io.zonekeeper.common.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;

/** Answers what Tomcat refuses before any filter of ours is asked, such as an address with characters that are not allowed in one. */
public final class ProblemValve extends ErrorReportValve {

    private static final Logger log = LoggerFactory.getLogger(ProblemValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String detail = status < 500
                ? "The request is malformed: its address, a header or a parameter is not as HTTP has it."
                : "This is a fault of ours; the orchestrator's log says more.";
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.getReporter()
                    .write(Json.MAPPER.writeValueAsString(ProblemBody.of(HttpStatusCode.valueOf(status), detail)));
            response.finishResponse();
        } catch (IOException e) {
            log.debug("The client has gone before its problem was written", e);
        }
    }
}
