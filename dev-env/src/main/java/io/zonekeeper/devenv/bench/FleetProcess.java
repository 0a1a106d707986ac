package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.StackException;
import io.zonekeeper.devenv.stack.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fake devices in a process of their own, ruled over HTTP. */
final class FleetProcess {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONTROL = "control ";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Program program;
    private final String url;

    private FleetProcess(Program program, String url) {
        this.program = program;
        this.url = url;
    }

    /** @param program just started */
    static FleetProcess of(Program program) {
        String url = Wait.forValue("the fleet said where it is ruled", PATIENCE, () -> controlUrl(program));
        return new FleetProcess(program, url);
    }

    Program program() {
        return program;
    }

    JsonNode get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    JsonNode post(String path, Map<String, ?> body) {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    JsonNode patch(String path, Map<String, ?> body) {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .method("PATCH", BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() != 200) {
                throw new StackException("The fleet refused: " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new StackException("The fleet does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The wait for the fleet was interrupted.", e);
        }
    }

    private static Optional<String> controlUrl(Program program) {
        return program.lines().stream()
                .filter(line -> line.startsWith(CONTROL))
                .map(line -> line.substring(CONTROL.length()).strip())
                .findFirst();
    }
}
