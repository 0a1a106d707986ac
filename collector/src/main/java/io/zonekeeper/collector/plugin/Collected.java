package io.zonekeeper.collector.plugin;

import io.zonekeeper.common.result.ContextPart;
import io.zonekeeper.common.result.Span;
import java.util.List;

/**
 * A complete configuration as a plugin found it.
 *
 * @param compareSha256 SHA-256 in hexadecimal of the configuration without its volatile lines
 * @param secretSpans byte ranges of secrets, ascending and without overlap
 * @param volatileSpans byte ranges that are left out of {@code compareSha256}, ascending and without overlap, line ends apart
 */
public record Collected(
        byte[] config,
        boolean binary,
        String compareSha256,
        List<Span> secretSpans,
        List<Span> volatileSpans,
        List<ContextPart> context) {

    /** With nothing volatile in it. */
    public Collected(
            byte[] config, boolean binary, String compareSha256, List<Span> secretSpans, List<ContextPart> context) {
        this(config, binary, compareSha256, secretSpans, List.of(), context);
    }
}
