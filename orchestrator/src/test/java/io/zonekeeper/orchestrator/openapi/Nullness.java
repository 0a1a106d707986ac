package io.zonekeeper.orchestrator.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.zonekeeper.orchestrator.web.Page;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Says of every field what its record says: whether it is always there, and whether it may be null. */
final class Nullness implements OpenApiCustomizer {

    private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE_CASE =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    private final SchemaNames names;

    Nullness(SchemaNames names) {
        this.names = names;
    }

    @Override
    public void customise(OpenAPI document) {
        document.getComponents()
                .getSchemas()
                .forEach((name, schema) -> type(name).ifPresent(type -> describe(schema, type)));
    }

    private Optional<Class<?>> type(String name) {
        Class<?> type = names.named().get(name);
        if (type == null && name.startsWith("Page")) {
            type = Page.class;
        }
        return type == null || !type.isRecord() ? Optional.empty() : Optional.of(type);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void describe(Schema schema, Class<?> type) {
        Map<String, Schema> properties = schema.getProperties();
        if (properties == null) {
            return;
        }
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = name(component);
            if (!properties.containsKey(name)) {
                continue;
            }
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                properties.put(name, nullable(properties.get(name)));
            } else if (!component.getAccessor().isAnnotationPresent(JsonInclude.class)) {
                required.add(name);
            }
        }
        schema.setRequired(
                required.isEmpty() ? null : required.stream().sorted().toList());
    }

    private static String name(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null || named.value().isEmpty() ? SNAKE_CASE.translate(component.getName()) : named.value();
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static Schema nullable(Schema schema) {
        Set<String> types = schema.getTypes();
        if (types != null) {
            Set<String> more = new LinkedHashSet<>(types);
            more.add("null");
            schema.setTypes(more);
            return schema;
        }
        return new JsonSchema().anyOf(List.of(schema, new JsonSchema().types(Set.of("null"))));
    }
}
