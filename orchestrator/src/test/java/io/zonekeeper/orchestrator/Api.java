package io.zonekeeper.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Speaks to the API of a running orchestrator as one user; bodies go as they are if text, else as JSON. */
public final class Api {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final String root;
    private final @Nullable String token;

    Api(String root, @Nullable String token) {
        this.root = root;
        this.token = token;
    }

    /** An answer of whatever status. */
    public record Answer(int status, String text, HttpResponse<byte[]> response) {

        public JsonNode json() {
            return Json.MAPPER.readTree(text);
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** This answer, whose status has to be the given one. */
        public Answer expect(int expected) {
            assertThat(status).as(text).isEqualTo(expected);
            return this;
        }

        /** The sentence of this answer, which has to be a problem of the given status. */
        public String problem(int expected) {
            expect(expected);
            assertThat(header("Content-Type")).startsWith("application/problem+json");
            assertThat(json().path("status").asInt()).isEqualTo(expected);
            assertThat(json().path("title").asString()).isNotBlank();
            return json().path("detail").asString();
        }

        /** The messages for a field, of an answer that has to be a 422. */
        public String fieldError(String field) {
            problem(422);
            for (JsonNode error : json().path("errors")) {
                if (error.path("field").asString().equals(field)) {
                    return error.path("message").asString();
                }
            }
            throw new AssertionError("No error for field %s in %s".formatted(field, text));
        }
    }

    public Api as(String other) {
        return new Api(root, other);
    }

    public String token() {
        return token == null ? "" : token;
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    public Answer post(String path) {
        return send("POST", path, null);
    }

    /** A change of whatever is there. */
    public Answer patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Sends a file as it is. */
    public Answer upload(String path, byte[] file) {
        return upload(path, file, Map.of());
    }

    /** @param headers besides those every upload has */
    public Answer upload(String path, byte[] file, Map<String, String> headers) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "text/csv").POST(HttpRequest.BodyPublishers.ofByteArray(file));
        headers.forEach(request::header);
        return send("POST " + path, request);
    }

    /** As a client does that does not care what is there: a PATCH changes it whatever it is. */
    public Answer send(String method, String path, @Nullable Object body) {
        return send(method, path, body, method.equals("PATCH") ? Map.of("If-Match", "*") : Map.of());
    }

    /** @param headers besides those every request has */
    public Answer send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path);
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            String json = body instanceof String text ? text : Json.MAPPER.writeValueAsString(body);
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(json));
        }
        return send(method + " " + path, request);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(30));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Answer send(String what, HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
        } catch (IOException e) {
            throw new AssertionError(what + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(what + " was interrupted", e);
        }
    }
}
