package io.zonekeeper.orchestrator.device;

import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Parameters of a platform as they are typed: one {@code name=value} on each line. */
public final class PlatformParameters {

    public static String write(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining("\n"));
    }

    /** @throws Problem 422 for a line without a name and a value */
    public static Map<String, String> parse(String typed) {
        Map<String, String> parameters = new LinkedHashMap<>();
        typed.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw Problem.invalid(new FieldError(
                        "parameters", line, "\"%s\" is no parameter: write name=value, one a line.".formatted(line)));
            }
            parameters.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        });
        return parameters;
    }

    /**
     * As a change: what was there before and is not any more becomes null.
     *
     * @throws Problem 422 for a line without a name and a value
     */
    static ObjectNode read(String typed, Map<String, String> before) {
        ObjectNode parameters = Json.MAPPER.createObjectNode();
        before.keySet().forEach(parameters::putNull);
        parse(typed).forEach(parameters::put);
        return parameters;
    }

    private PlatformParameters() {}
}
