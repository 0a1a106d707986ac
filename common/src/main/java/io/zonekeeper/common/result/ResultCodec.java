package io.zonekeeper.common.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.common.wire.WireException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * Results as entries of the results stream: one field for each value, the configuration as raw bytes. Field names are
 * DeviceVault's where it has one. Unknown fields are ignored; fields are only ever added.
 */
public final class ResultCodec {

    /** The schema number this release writes. */
    public static final int SCHEMA = 1;

    private static final String SUCCESS = "success";
    private static final String FAILURE = "failure";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Names of the fields of a stream entry. */
    public static final class Field {
        public static final String SCHEMA = "schema";
        public static final String TASK_ID = "task_id";
        public static final String TASK_IDENTIFIER = "task_identifier";
        public static final String KIND = "kind";
        public static final String DEVICE_ID = "device_id";
        public static final String GROUP = "group";
        public static final String COLLECTOR = "collector";
        public static final String ATTEMPT = "attempt";
        public static final String STATUS = "status";
        public static final String FAILURE = "failure";
        public static final String DETAIL = "detail";
        public static final String LOG = "log";
        public static final String DEVICE_CONFIG = "device_config";
        public static final String ENCODING = "encoding";
        public static final String SIZE = "size";
        public static final String SHA256 = "sha256";
        public static final String COMPARE_SHA256 = "compare_sha256";
        public static final String IS_BINARY = "is_binary";
        public static final String SECRET_SPANS = "secret_spans";
        public static final String VOLATILE_SPANS = "volatile_spans";
        public static final String CONTEXT = "context";
        public static final String HOST_KEY = "host_key";
        public static final String TRANSCRIPT = "transcript";
        public static final String KEY_ID = "key_id";
        public static final String INITIATED_AT = "initiated_at";
        public static final String RECEIVED_AT = "received_at";
        public static final String CONNECTED_AT = "connected_at";
        public static final String COLLECTED_AT = "collected_at";
        public static final String COLLECTION_DURATION_MS = "collection_duration_ms";

        private Field() {}
    }

    /** Values are UTF-8 text but for {@link Field#DEVICE_CONFIG}; an absent value has no field. */
    public static Map<String, byte[]> encode(JobResult result) {
        Fields fields = new Fields();
        fields.put(Field.SCHEMA, SCHEMA);
        ResultHeader header = result.header();
        fields.put(Field.TASK_ID, header.taskId());
        fields.put(Field.TASK_IDENTIFIER, header.taskIdentifier());
        fields.put(Field.KIND, header.kind());
        fields.put(Field.DEVICE_ID, header.deviceId());
        fields.put(Field.GROUP, header.group());
        fields.put(Field.COLLECTOR, header.collector());
        fields.put(Field.ATTEMPT, header.attempt());
        fields.put(Field.INITIATED_AT, header.initiatedAt());
        fields.put(Field.RECEIVED_AT, header.receivedAt());
        fields.put(Field.CONNECTED_AT, header.connectedAt());
        fields.put(Field.COLLECTED_AT, header.collectedAt());
        fields.put(Field.COLLECTION_DURATION_MS, header.durationMs());
        fields.putJson(Field.LOG, header.log());
        fields.put(Field.TRANSCRIPT, header.transcript());
        fields.put(
                Field.HOST_KEY,
                header.hostKey() == null ? null : header.hostKey().key());
        fields.put(Field.KEY_ID, header.keyId());
        switch (result) {
            case JobResult.Captured captured -> {
                fields.put(Field.STATUS, SUCCESS);
                fields.put(Field.IS_BINARY, captured.binary());
                fields.put(Field.ENCODING, captured.content().encoding());
                fields.put(Field.SIZE, captured.content().size());
                fields.put(Field.SHA256, captured.content().sha256());
                fields.put(Field.COMPARE_SHA256, captured.compareSha256());
                fields.putJson(Field.SECRET_SPANS, captured.secretSpans());
                if (!captured.volatileSpans().isEmpty()) {
                    fields.putJson(Field.VOLATILE_SPANS, captured.volatileSpans());
                }
                fields.putJson(Field.CONTEXT, captured.context());
                fields.map.put(Field.DEVICE_CONFIG, captured.content().bytes());
            }
            case JobResult.Completed _ -> fields.put(Field.STATUS, SUCCESS);
            case JobResult.Failed failed -> {
                fields.put(Field.STATUS, FAILURE);
                fields.put(Field.FAILURE, failed.failure());
                fields.put(Field.DETAIL, failed.detail());
            }
        }
        return fields.map;
    }

    /**
     * The configuration is not decoded and so not checked against its sha256 here.
     *
     * @throws WireException naming the field if the entry is not a result this release understands
     */
    public static JobResult decode(Map<String, byte[]> entry) throws WireException {
        Reader in = new Reader(entry);
        int schema = in.integer(Field.SCHEMA);
        if (schema != SCHEMA) {
            throw new WireException(
                    "Result schema %d is not known to this consumer (it knows %d); upgrade the consumer."
                            .formatted(schema, SCHEMA));
        }
        String hostKey = in.optional(Field.HOST_KEY);
        ResultHeader header = new ResultHeader(
                in.parsed(Field.TASK_ID, TaskId::parse),
                in.text(Field.TASK_IDENTIFIER),
                in.text(Field.KIND),
                entry.containsKey(Field.DEVICE_ID) ? in.parsed(Field.DEVICE_ID, Long::valueOf) : null,
                in.parsed(Field.GROUP, GroupName::new),
                in.text(Field.COLLECTOR),
                in.integer(Field.ATTEMPT),
                in.parsed(Field.INITIATED_AT, Instant::parse),
                in.parsed(Field.RECEIVED_AT, Instant::parse),
                entry.containsKey(Field.CONNECTED_AT) ? in.parsed(Field.CONNECTED_AT, Instant::parse) : null,
                in.parsed(Field.COLLECTED_AT, Instant::parse),
                in.parsed(Field.COLLECTION_DURATION_MS, Long::valueOf),
                in.json(Field.LOG, new TypeReference<List<LogEntry>>() {}),
                in.optional(Field.TRANSCRIPT),
                hostKey == null ? null : new SeenHostKey(hostKey),
                in.optional(Field.KEY_ID));
        String status = in.text(Field.STATUS);
        return switch (status) {
            case SUCCESS ->
                entry.containsKey(Field.DEVICE_CONFIG) ? captured(header, in, entry) : new JobResult.Completed(header);
            case FAILURE ->
                new JobResult.Failed(header, in.parsed(Field.FAILURE, FailureKind::valueOf), in.text(Field.DETAIL));
            default ->
                throw new WireException(
                        "The result's status is \"%s\" (expected: success or failure).".formatted(status));
        };
    }

    private static JobResult captured(ResultHeader header, Reader in, Map<String, byte[]> entry) throws WireException {
        Content content = new Content(
                in.text(Field.ENCODING),
                entry.getOrDefault(Field.DEVICE_CONFIG, new byte[0]),
                in.integer(Field.SIZE),
                in.sha256(Field.SHA256));
        return new JobResult.Captured(
                header,
                content,
                Boolean.parseBoolean(in.text(Field.IS_BINARY)),
                in.sha256(Field.COMPARE_SHA256),
                in.json(Field.SECRET_SPANS, new TypeReference<List<Span>>() {}),
                entry.containsKey(Field.VOLATILE_SPANS)
                        ? in.json(Field.VOLATILE_SPANS, new TypeReference<List<Span>>() {})
                        : List.of(),
                in.json(Field.CONTEXT, new TypeReference<List<ContextPart>>() {}));
    }

    private static final class Fields {

        private final Map<String, byte[]> map = new LinkedHashMap<>();

        void put(String field, @Nullable Object value) {
            if (value != null) {
                map.put(field, value.toString().getBytes(UTF_8));
            }
        }

        void putJson(String field, Object value) {
            map.put(field, Json.MAPPER.writeValueAsBytes(value));
        }
    }

    private interface Parser<T> {
        T parse(String text);
    }

    private record Reader(Map<String, byte[]> entry) {

        @Nullable String optional(String field) {
            byte[] value = entry.get(field);
            return value == null ? null : new String(value, UTF_8);
        }

        String text(String field) throws WireException {
            String value = optional(field);
            if (value == null) {
                throw new WireException("The result has no field %s.".formatted(field));
            }
            return value;
        }

        int integer(String field) throws WireException {
            return parsed(field, Integer::valueOf);
        }

        String sha256(String field) throws WireException {
            String value = text(field);
            if (!SHA256.matcher(value).matches()) {
                throw new WireException("The result's %s is not a SHA-256 in hexadecimal.".formatted(field));
            }
            return value;
        }

        <T> T parsed(String field, Parser<T> parser) throws WireException {
            String value = text(field);
            try {
                return parser.parse(value);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new WireException("The result's %s is not valid: %s".formatted(field, shortened(value)), e);
            }
        }

        <T> T json(String field, TypeReference<T> type) throws WireException {
            String value = text(field);
            try {
                return Json.MAPPER.readValue(value, type);
            } catch (JacksonException | IllegalArgumentException e) {
                throw new WireException("The result's %s is not valid JSON of its kind.".formatted(field), e);
            }
        }

        private static String shortened(String value) {
            return value.length() <= 80 ? value : value.substring(0, 80) + "...";
        }
    }

    private ResultCodec() {}
}
