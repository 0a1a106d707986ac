package io.zonekeeper.collector.plugin;

import io.zonekeeper.common.result.ContextPart;
import io.zonekeeper.common.result.Span;
import java.util.List;

/**
 * A complete configuration as a plugin found it.
 *
 * @param compareSha256 SHA-256 in hexadecimal of the configuration without its volatile lines
 * @param secretSpans byte ranges of secrets, ascending and without overlap
 */
public record Collected(
        byte[] config, boolean binary, String compareSha256, List<Span> secretSpans, List<ContextPart> context) {}
