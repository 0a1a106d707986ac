package io.zonekeeper.devenv.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The orchestrator's public API. Thread-safe. */
public final class Api {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final @Nullable String token;

    /** Before there is a token. */
    public Api(String url) {
        this(url, null);
    }

    private Api(String url, @Nullable String token) {
        this.url = url;
        this.token = token;
    }

    public Api withToken(String newToken) {
        return new Api(url, newToken);
    }

    public boolean isReady() {
        try {
            return send(request("/actuator/health/readiness").GET(), BodyHandlers.ofString())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public JsonNode get(String path) {
        return JSON.readTree(text(path));
    }

    public String text(String path) {
        return call("GET", path, request("/api/v1" + path).GET());
    }

    public byte[] bytes(String path) {
        return call("GET", path, request("/api/v1" + path).GET(), BodyHandlers.ofByteArray());
    }

    public JsonNode post(String path, Map<String, ?> body) {
        return change("POST", path, body, Map.of());
    }

    /** @param idempotencyKey with which it may be repeated */
    public JsonNode post(String path, Map<String, ?> body, String idempotencyKey) {
        return change("POST", path, body, Map.of("Idempotency-Key", idempotencyKey));
    }

    /** Changes whatever is there. */
    public JsonNode patch(String path, Map<String, ?> body) {
        return patch(path, body, "*");
    }

    /** @param etag of what is to be changed, see {@link #etag} */
    public JsonNode patch(String path, Map<String, ?> body, String etag) {
        return change("PATCH", path, body, Map.of("If-Match", etag));
    }

    public String etag(String path) {
        try {
            return send(request("/api/v1" + path).GET(), BodyHandlers.ofString())
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow(() -> new StackException("GET %s was answered without an ETag.".formatted(path)));
        } catch (IOException e) {
            throw new StackException("GET %s got no answer: %s".formatted(path, e), e);
        }
    }

    private JsonNode change(String method, String path, Map<String, ?> body, Map<String, String> headers) {
        HttpRequest.Builder request = request("/api/v1" + path);
        headers.forEach(request::header);
        String answer = call(
                method,
                path,
                request.header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
        return answer.isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer);
    }

    private String call(String method, String path, HttpRequest.Builder request) {
        return call(method, path, request, BodyHandlers.ofString());
    }

    private <T> T call(String method, String path, HttpRequest.Builder request, BodyHandler<T> handler) {
        try {
            HttpResponse<T> response = send(request, handler);
            if (response.statusCode() >= 300) {
                throw new StackException(
                        "%s %s was answered %d: %s".formatted(method, path, response.statusCode(), response.body()));
            }
            return response.body();
        } catch (IOException e) {
            throw new StackException("%s %s got no answer: %s".formatted(method, path, e), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) throws IOException {
        try {
            return client.send(request.build(), handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
