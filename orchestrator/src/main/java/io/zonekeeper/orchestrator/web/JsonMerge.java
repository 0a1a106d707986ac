package io.zonekeeper.orchestrator.web;

import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Changes some fields of a record, as JSON Merge Patch (RFC 7396) has it: given fields replace, null removes. Thread-safe. */
@Component
public class JsonMerge {

    private final JsonMapper mapper;

    JsonMerge(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** @throws Problem 422 if the change names an unknown field or a value of the wrong type */
    public <T> T apply(T current, ObjectNode change, Class<T> type) {
        ObjectNode merged = mapper.valueToTree(current);
        merge(merged, change);
        try {
            return mapper.treeToValue(merged, type);
        } catch (JacksonException e) {
            throw UnreadableJson.problem(e);
        }
    }

    private static void merge(ObjectNode target, ObjectNode change) {
        change.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(field.getKey());
            } else if (value instanceof ObjectNode inner && target.get(field.getKey()) instanceof ObjectNode existing) {
                merge(existing, inner);
            } else {
                target.set(field.getKey(), value);
            }
        });
    }
}
