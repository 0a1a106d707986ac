package io.zonekeeper.orchestrator.openapi;

import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Schemas as OpenAPI 3.1 writes them: JSON Schema, whose types are a list. */
final class Schemas {

    static Schema<?> of(String type, @Nullable String description) {
        Schema<?> schema = new JsonSchema();
        schema.setTypes(Set.of(type));
        schema.setDescription(description);
        return schema;
    }

    static Schema<?> text(@Nullable String description) {
        return of("string", description);
    }

    private Schemas() {}
}
