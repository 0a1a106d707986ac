package io.zonekeeper.orchestrator.openapi;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.zonekeeper.orchestrator.idempotency.Idempotent;
import io.zonekeeper.orchestrator.web.Editable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.node.ObjectNode;

/** What every operation has in common: names, headers, and words for parameters that mean the same everywhere. */
final class OperationConventions implements OperationCustomizer {

    /** By name; one that is missing fails the test of the document. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("limit", "Items at most, 1 to 500; 50 without it."),
            Map.entry("after", "The `next` of the part before; the first part without it."),
            Map.entry("id", "The number or UUID by which lists name it."),
            Map.entry("deviceId", "The number of the device."),
            Map.entry("name", "The name of the group."),
            Map.entry("keyId", "The id of the key."),
            Map.entry("instance", "The name of the collector, as lists have it."),
            Map.entry("group", "Only those of this group."),
            Map.entry("q", "Only those with this text, in whatever case."),
            Map.entry("contains", "Only those with this text or pattern."),
            Map.entry("lacks", "Only those without this text or pattern."),
            Map.entry("regex", "true takes both as regular expressions (RE2)."),
            Map.entry("match_case", "true tells capital letters from small ones."),
            Map.entry("device_ids", "Numbers of devices with commas between; all without it."),
            Map.entry("context", "Lines shown around a change."),
            Map.entry("blanks", "false leaves lines out that differ in blanks alone."),
            Map.entry("noise", "false leaves out what the platform calls volatile."),
            Map.entry("who", "Only what this user did."),
            Map.entry("area", "Only actions of this area, as `group` of `group.pause`."),
            Map.entry("key", "The key of the session, as lists have it."),
            Map.entry("state", "Only those in this state: waiting, queued, running, success, failure or cancelled."),
            Map.entry("raw", "true shows secrets; it needs the role operator and is audited."),
            Map.entry("from", "The older version; the one before `to` without it."),
            Map.entry("to", "The newer version; the newest without it."),
            Map.entry("platform", "Only those of this platform, by its key."),
            Map.entry("tag", "Only those with this tag."),
            Map.entry("credential", "Only those that use this credential, by its name."),
            Map.entry("status", "Only those in this state: ok, stale, failing, never or disabled."),
            Map.entry("enabled", "true for those that are enabled, false for the others."),
            Map.entry("source", "Only those that come from this source; `-` for those added by hand."),
            Map.entry("gone", "true for those their source does not list any more, false for the others."),
            Map.entry("sort", "What they are sorted by, with a hyphen before it for the other way round."));

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        operation.setOperationId(id(handler));
        operation.setTags(null);
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(OperationConventions::describe);
        }
        if (handler.hasMethodAnnotation(Idempotent.class)) {
            header(
                    operation,
                    "Idempotency-Key",
                    false,
                    "1 to 255 printable characters. Repeated with the same key and body within 24 hours, the request is not done again: "
                            + "the first answer comes once more, with `Idempotency-Replayed: true`.");
        }
        if (handler.hasMethodAnnotation(PatchMapping.class)) {
            header(
                    operation,
                    "If-Match",
                    true,
                    "The `ETag` of what is to be changed, or `*` to change whatever is there.");
        }
        if (Editable.class.isAssignableFrom(handler.getReturnType().getParameterType())) {
            operation.getResponses().values().forEach(OperationConventions::addEtag);
        }
        mergePatch(operation, handler);
        return operation;
    }

    /** {@code GroupController.list} is {@code groupList}. */
    private static String id(HandlerMethod handler) {
        String resource = handler.getBeanType().getSimpleName().replaceFirst("(Controller|Api)$", "");
        String method = handler.getMethod().getName();
        return resource.substring(0, 1).toLowerCase(Locale.ROOT)
                + resource.substring(1)
                + method.substring(0, 1).toUpperCase(Locale.ROOT)
                + method.substring(1);
    }

    private static void describe(Parameter parameter) {
        if (parameter.getDescription() == null) {
            parameter.setDescription(WORDS.get(parameter.getName()));
        }
    }

    private static void header(Operation operation, String name, boolean required, String description) {
        List<Parameter> parameters =
                operation.getParameters() == null ? new ArrayList<>() : new ArrayList<>(operation.getParameters());
        parameters.add(new HeaderParameter()
                .name(name)
                .required(required)
                .schema(Schemas.text(null))
                .description(description));
        operation.setParameters(parameters);
    }

    private static void addEtag(ApiResponse response) {
        response.addHeaderObject(
                "ETag",
                new Header().description("Names what can be changed of it.").schema(Schemas.text(null)));
    }

    /** Handlers take the change as it is, and name the form it changes. */
    private static void mergePatch(Operation operation, HandlerMethod handler) {
        for (MethodParameter parameter : handler.getMethodParameters()) {
            Schema schema = parameter.getParameterAnnotation(Schema.class);
            if (parameter.getParameterType() == ObjectNode.class && schema != null) {
                var form = ModelConverters.getInstance(true)
                        .resolveAsResolvedSchema(new AnnotatedType(schema.implementation()).resolveAsRef(true))
                        .schema;
                Content content = new Content();
                for (String type : List.of("application/json", "application/merge-patch+json")) {
                    content.addMediaType(type, new io.swagger.v3.oas.models.media.MediaType().schema(form));
                }
                operation.setRequestBody(new RequestBody()
                        .required(true)
                        .description("The fields to change (RFC 7396); null takes a value away.")
                        .content(content));
            }
        }
    }
}
