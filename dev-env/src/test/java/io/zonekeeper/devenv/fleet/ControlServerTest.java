package io.zonekeeper.devenv.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ControlServerTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static FakeFleet fleet;
    private static ControlServer control;

    @BeforeAll
    static void start() throws IOException {
        fleet = FakeFleet.start();
        control = ControlServer.start(fleet, 0);
    }

    @AfterAll
    static void stop() throws IOException {
        control.close();
        fleet.close();
    }

    @Test
    void createsDevicesInBulkEachWithItsOwnAddress() throws Exception {
        JsonNode made = JSON.readTree(call("POST", "/devices", """
                {"prefix": "bulk", "count": 300, "platform": "cisco-ios", "username": "u", "password": "secret-1",
                 "enable_secret": "secret-2", "config_bytes": 20480}""").body());
        assertThat(made).hasSize(300);
        assertThat(made.valueStream()
                        .map(device -> device.path("address").asString())
                        .distinct())
                .hasSize(300)
                .allMatch(address -> address.startsWith("127.10."));
        assertThat(made.valueStream().map(device -> device.path("port").asInt()).distinct())
                .containsExactly(fleet.port());
        assertThat(call("GET", "/devices", "").body()).contains("\"bulk300\"").doesNotContain("secret-");
    }

    @Test
    void changesBehaviourRevisionAndThinkTimeOfSomeDevices() throws Exception {
        call("POST", "/devices", """
                {"prefix": "some", "count": 2, "platform": "junos", "username": "u", "password": "p"}""");
        HttpResponse<String> changed = call("PATCH", "/devices", """
                {"names": ["some1"], "behaviour": "truncated", "revision": 7, "think_time_ms": 250, "host_key": 1}""");
        assertThat(changed.statusCode()).isEqualTo(200);
        FakeDevice device = fleet.find("some1").orElseThrow();
        assertThat(device.behaviour()).isEqualTo(Behaviour.TRUNCATED);
        assertThat(device.revision()).isEqualTo(7);
        assertThat(device.thinkTime()).hasMillis(250);
        assertThat(device.hostKey()).isEqualTo(1);
        assertThat(fleet.find("some2").orElseThrow().behaviour()).isEqualTo(Behaviour.NORMAL);
        assertThat(call("GET", "/devices/some1/configuration", "").body()).contains("uplink, revision 7");
    }

    @Test
    void answersWhatItDoesNotUnderstandWithASentence() throws Exception {
        HttpResponse<String> missing = call("POST", "/devices", "{\"prefix\": \"x\"}");
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.body()).contains("prefix, platform, username and password are required");
        HttpResponse<String> unknown = call("PATCH", "/devices", "{\"names\": [\"nobody\"], \"revision\": 2}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("There is no device \\\"nobody\\\".");
        assertThat(call("GET", "/nowhere", "").statusCode()).isEqualTo(400);
    }

    @Test
    void tellsTheLedger() throws Exception {
        FakeDevice device = fleet.add(DeviceSpec.of("told", Platform.JUNOS, "admin", "right"));
        try (Visitor visitor = new Visitor()) {
            visitor.exec(device, "show version");
        }
        assertThat(JSON.readTree(call("GET", "/ledger/summary", "").body())
                        .path("commands")
                        .asInt())
                .isEqualTo(1);
        JsonNode first =
                JSON.readTree(call("GET", "/ledger?since=0&limit=1", "").body());
        assertThat(first).hasSize(1);
        assertThat(first.path(0).path("kind").asString()).isEqualTo("open");
        assertThat(call("GET", "/ledger?since=1", "").body()).contains("\"command\"", "\"show version\"");
    }

    private static HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(control.url() + path))
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
