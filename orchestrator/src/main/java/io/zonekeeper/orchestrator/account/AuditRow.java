package io.zonekeeper.orchestrator.account;

import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.access.Audit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event of the audit as it is shown.
 *
 * @param changes fields with what they were and are; empty where the event is told by a sentence
 * @param sentence empty where it is told by changes
 */
record AuditRow(Audit.Event event, List<Change> changes, String sentence) {

    /** A field; null for what was not there, or is not any more. */
    record Change(
            String field, @Nullable String before, @Nullable String after) {}

    static AuditRow of(Audit.Event event) {
        ObjectNode detail = json(event.detail());
        if (detail == null) {
            return new AuditRow(event, List.of(), event.detail());
        }
        List<Change> changes = new ArrayList<>();
        detail.properties()
                .forEach(field -> changes.add(new Change(
                        field.getKey(),
                        text(field.getValue().path("before")),
                        text(field.getValue().path("after")))));
        return new AuditRow(event, changes, changes.isEmpty() ? "nothing is different" : "");
    }

    private static @Nullable ObjectNode json(String detail) {
        if (!detail.startsWith("{")) {
            return null;
        }
        try {
            return Json.MAPPER.readTree(detail) instanceof ObjectNode object ? object : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static @Nullable String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.isString() ? value.asString() : value.toString();
        return text.isEmpty() ? "(empty)" : text;
    }
}
