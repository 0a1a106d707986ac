package io.zonekeeper.devenv.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Rules a fleet over HTTP on 127.0.0.1. JSON in snake_case. */
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int MOST_EVENTS = 100_000;

    private final FakeFleet fleet;
    private final Control control;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ControlServer(FakeFleet fleet, HttpServer server) {
        this.fleet = fleet;
        this.control = new Control(fleet);
        this.server = server;
    }

    /** @param port 0: a free one */
    public static ControlServer start(FakeFleet fleet, int port) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 64);
        ControlServer server = new ControlServer(fleet, http);
        http.setExecutor(server.executor);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                Object answer = answer(exchange);
                if (answer instanceof String text) {
                    send(exchange, 200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
                } else {
                    send(exchange, 200, "application/json", json.writeValueAsBytes(answer));
                }
            } catch (IllegalArgumentException | JacksonException e) {
                sendError(exchange, 400, String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
                sendError(exchange, 500, e.toString());
            }
        }
    }

    private Object answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String asked = exchange.getRequestMethod() + " " + path;
        return switch (asked) {
            case "GET /health" -> Map.of("port", fleet.port());
            case "GET /devices" -> control.devices();
            case "POST /devices" -> control.create(body(exchange, Control.NewDevices.class));
            case "PATCH /devices" -> control.change(body(exchange, Control.Change.class));
            case "GET /ledger" ->
                fleet.ledger().since(query(exchange, "since", 0), (int) query(exchange, "limit", MOST_EVENTS));
            case "GET /ledger/summary" -> fleet.ledger().summary();
            default -> {
                String[] parts = path.split("/", -1);
                if (asked.startsWith("GET /devices/") && parts.length == 4 && parts[3].equals("configuration")) {
                    yield control.device(parts[2]).configuration();
                }
                throw new IllegalArgumentException("There is no %s here.".formatted(asked));
            }
        };
    }

    private <T> T body(HttpExchange exchange, Class<T> type) throws IOException {
        return json.readValue(exchange.getRequestBody().readAllBytes(), type);
    }

    private static long query(HttpExchange exchange, String name, long otherwise) {
        String query = exchange.getRequestURI().getQuery();
        if (query == null) {
            return otherwise;
        }
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return Long.parseLong(pair.substring(name.length() + 1));
            }
        }
        return otherwise;
    }

    private void sendError(HttpExchange exchange, int status, String message) throws IOException {
        send(exchange, status, "application/json", json.writeValueAsBytes(Map.of("error", message)));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
