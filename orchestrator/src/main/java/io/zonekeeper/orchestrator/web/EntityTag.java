package io.zonekeeper.orchestrator.web;

import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.wire.Json;
import java.util.Arrays;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;

/** Names the state of something users edit: another one after every edit, the same in every process. */
final class EntityTag {

    private static final int HEX_DIGITS = 32;
    private static final ObjectWriter CANONICAL = Json.MAPPER.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** The tag with its quotes. */
    static String of(Object editable) {
        return '"' + Content.sha256Of(CANONICAL.writeValueAsBytes(editable)).substring(0, HEX_DIGITS) + '"';
    }

    /** @param ifMatch the value of a header {@code If-Match}; weak tags match nothing (RFC 9110, 13.1.1) */
    static boolean matches(String ifMatch, String tag) {
        return ifMatch.strip().equals("*")
                || Arrays.stream(ifMatch.split(",")).map(String::strip).anyMatch(tag::equals);
    }

    private EntityTag() {}
}
