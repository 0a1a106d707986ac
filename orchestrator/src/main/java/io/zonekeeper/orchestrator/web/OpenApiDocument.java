package io.zonekeeper.orchestrator.web;

import io.swagger.v3.oas.annotations.Operation;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the description of the API that comes with this release; a test holds it to the code. */
@RestController
class OpenApiDocument {

    private final Resource document = new ClassPathResource("openapi.json");

    @Operation(summary = "This description of the API")
    @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Resource get() {
        return document;
    }
}
