package io.zonekeeper.collector.plugin;

import io.zonekeeper.common.result.ContextPart;
import io.zonekeeper.common.result.Span;
import java.util.List;

/**
 * A complete configuration as a plugin found it.
 *
 * @param content the configuration, changed by nobody any more
 * @param binary a file that is no text
 * @param compareSha256 SHA-256 in hexadecimal of the configuration without its volatile lines
 * @param secretSpans byte ranges of secrets, ascending and without overlap
 * @param volatileSpans byte ranges that are left out of {@code compareSha256}, ascending and without overlap, line ends apart
 */
public record Collected(
        Bytes content,
        boolean binary,
        String compareSha256,
        List<Span> secretSpans,
        List<Span> volatileSpans,
        List<ContextPart> context) {

    /** With nothing volatile in it. */
    public Collected(
            byte[] config, boolean binary, String compareSha256, List<Span> secretSpans, List<ContextPart> context) {
        this(Bytes.of(config), binary, compareSha256, secretSpans, List.of(), context);
    }

    /** The configuration in one piece, copied. */
    public byte[] config() {
        return content.toArray();
    }
}
