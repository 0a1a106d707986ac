package io.zonekeeper.orchestrator.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpStatus;

/** The problems an operation may answer, by what it is; and its group, by its path. */
final class DocumentConventions implements OpenApiCustomizer {

    private static final String SET_UP = "/api/v1/setup";

    @Override
    public void customise(OpenAPI document) {
        document.getComponents().addSchemas("Problem", problem());
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> describe(path, item, method, operation)));
    }

    private static void describe(String path, PathItem item, PathItem.HttpMethod method, Operation operation) {
        operation.setTags(List.of(path.split("/")[3].replaceFirst("\\..*$", "")));
        boolean changes = method != PathItem.HttpMethod.GET;
        boolean edits =
                method == PathItem.HttpMethod.PATCH || method == PathItem.HttpMethod.DELETE && item.getPatch() != null;
        Map<HttpStatus, String> problems = new TreeMap<>();
        if (path.equals(SET_UP)) {
            operation.setSecurity(List.of());
        } else {
            problems.put(HttpStatus.UNAUTHORIZED, "No API token, or none that is good.");
        }
        problems.put(HttpStatus.FORBIDDEN, "Not with this role.");
        problems.put(HttpStatus.SERVICE_UNAVAILABLE, "PostgreSQL, RabbitMQ or Redis does not answer.");
        if (path.contains("{")) {
            problems.put(HttpStatus.NOT_FOUND, "There is no such thing.");
        }
        if (operation.getRequestBody() != null
                && operation.getRequestBody().getContent().containsKey("application/json")) {
            problems.put(HttpStatus.BAD_REQUEST, "The body is no JSON object.");
            problems.put(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is no JSON.");
        }
        if (operation.getRequestBody() != null || operation.getParameters() != null) {
            problems.put(HttpStatus.UNPROCESSABLE_CONTENT, "Something given is not valid; `errors` says what.");
        }
        if (changes) {
            problems.put(HttpStatus.CONFLICT, "What is there does not allow it.");
        }
        if (edits) {
            problems.put(HttpStatus.PRECONDITION_FAILED, "It has been changed since its `ETag` was read.");
        }
        if (method == PathItem.HttpMethod.PATCH) {
            problems.put(HttpStatus.PRECONDITION_REQUIRED, "`If-Match` is missing.");
        }
        problems.forEach((status, description) ->
                operation.getResponses().addApiResponse(Integer.toString(status.value()), problem(description)));
        operation.getResponses().forEach((code, answer) -> nameSuccess(code, answer));
    }

    private static void nameSuccess(String code, ApiResponse answer) {
        if (code.startsWith("2")) {
            answer.setDescription(
                    switch (code) {
                        case "201" -> "Made.";
                        case "202" -> "Begun; look at it later.";
                        case "204" -> "Done.";
                        default -> "The answer.";
                    });
        }
    }

    private static ApiResponse problem(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    }

    private static Schema<?> problem() {
        Schema<?> error = Schemas.of("object", "What is wrong with one field.");
        error.addProperty("field", Schemas.text("Its name in JSON."));
        error.addProperty("value", new JsonSchema().description("What was given; null where it is a secret."));
        error.addProperty("message", Schemas.text("One sentence with the way out."));
        Schema<?> errors = Schemas.of("array", "What is wrong field by field.");
        errors.setItems(error);
        Schema<?> problem = Schemas.of("object", "Why a request was not done (RFC 9457).");
        problem.setRequired(List.of("title", "status", "detail"));
        problem.addProperty("title", Schemas.text("The status in words."));
        problem.addProperty("status", Schemas.of("integer", "The status code."));
        problem.addProperty("detail", Schemas.text("One sentence that names the thing, the value and the way out."));
        problem.addProperty("errors", errors);
        return problem;
    }
}
