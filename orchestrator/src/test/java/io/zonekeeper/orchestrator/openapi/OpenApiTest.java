package io.zonekeeper.orchestrator.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Holds openapi.json to the code. With {@code -Dopenapi.write=true} it writes the file anew. */
class OpenApiTest {

    private static final Path FILE = Path.of("src/main/resources/openapi.json");
    private static final Map<String, String> SPRINGDOC = Map.of(
            "springdoc.api-docs.enabled", "true",
            "springdoc.default-flat-param-object", "true",
            "springdoc.api-docs.version", "openapi_3_1",
            "springdoc.paths-to-match", "/api/v1/**",
            "springdoc.writer-with-order-by-keys", "true",
            "springdoc.writer-with-default-pretty-printer", "true",
            "springdoc.default-produces-media-type", "application/json",
            "springdoc.override-with-generic-response", "false");

    private static final OrchestratorFixture orchestrator = new OrchestratorFixture();

    private static String generated;
    private static JsonNode document;

    @BeforeAll
    static void generate() throws Exception {
        SPRINGDOC.forEach(System::setProperty);
        orchestrator.startFresh();
        generated = new String(
                        orchestrator
                                .bean(OpenApiWebMvcResource.class)
                                .openapiJson(new MockHttpServletRequest(), "/v3/api-docs", Locale.ROOT),
                        StandardCharsets.UTF_8)
                + "\n";
        document = Json.MAPPER.readTree(generated);
    }

    @AfterAll
    static void stop() throws Exception {
        SPRINGDOC.keySet().forEach(System::clearProperty);
        orchestrator.remove();
    }

    @Test
    void theFileIsWhatTheCodeHas() throws Exception {
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(FILE, generated);
        }
        assertThat(Files.readString(FILE))
                .as(
                        "%s is behind the code: run the test with -Dopenapi.write=true, as the README says, and commit it",
                        FILE)
                .isEqualTo(generated);
    }

    @Test
    void itIsServedAsItIsCommitted() throws Exception {
        assertThat(orchestrator.admin().get("/openapi.json").expect(200).json())
                .isEqualTo(Json.MAPPER.readTree(Files.readString(FILE)));
    }

    @Test
    void everyEndpointIsInIt() {
        TreeSet<String> endpoints = new TreeSet<>();
        orchestrator
                .beans(RequestMappingHandlerMapping.class)
                .forEach(mappings -> mappings.getHandlerMethods()
                        .keySet()
                        .forEach(mapping -> mapping.getPatternValues().stream()
                                .filter(path -> path.startsWith("/api/"))
                                .forEach(path -> mapping.getMethodsCondition()
                                        .getMethods()
                                        .forEach(method -> endpoints.add(method + " " + path)))));
        TreeSet<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(described).isEqualTo(endpoints).hasSizeGreaterThan(30);
    }

    @Test
    void everyOperationHasASummaryProblemsAndWordsForItsParameters() {
        List<String> missing = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    String endpoint = method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                    JsonNode operation = method.getValue();
                    if (operation.path("summary").asString("").isBlank()) {
                        missing.add(endpoint + " has no @Operation(summary = ...)");
                    }
                    operation.path("parameters").forEach(parameter -> {
                        if (parameter.path("description").asString("").isBlank()) {
                            missing.add(
                                    "%s: parameter %s has no description".formatted(endpoint, parameter.path("name")));
                        }
                    });
                    if (operation.path("responses").path("503").isMissingNode()
                            || operation.path("responses").propertyNames().stream()
                                    .noneMatch(code -> code.startsWith("2"))) {
                        missing.add(endpoint + " has no problems or no answer");
                    }
                }));
        assertThat(missing).isEmpty();
    }

    @Test
    void idsOfOperationsAreUnique() {
        List<String> ids = document.path("paths").findValuesAsString("operationId");
        assertThat(ids).doesNotHaveDuplicates().isNotEmpty();
    }

    @Test
    void itIsOpenApi31WithATokenAndOurNames() {
        assertThat(document.path("openapi").asString()).startsWith("3.1");
        assertThat(document.path("components")
                        .path("securitySchemes")
                        .path(OpenApiDescription.TOKEN)
                        .path("scheme")
                        .asString())
                .isEqualTo("bearer");
        assertThat(document.path("components")
                        .path("schemas")
                        .path("DeviceForm")
                        .path("properties")
                        .propertyNames())
                .contains("limit_seconds", "max_bytes");
        JsonNode device = document.path("components").path("schemas").path("Device");
        assertThat(device.path("properties").path("port").path("type").toString())
                .contains("integer", "null");
        assertThat(device.path("required").toString()).contains("\"name\"").doesNotContain("\"port\"");
        assertThat(generated).doesNotContain("limitSeconds", "\"ObjectNode\"", "JsonNode");
    }
}
