package io.zonekeeper.consumer.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Text as PostgreSQL takes it: valid UTF-8 without NUL. Anything else becomes the replacement character. */
final class CleanText {

    private static final char REPLACEMENT = '\uFFFD';

    static String of(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', REPLACEMENT);
    }

    static @Nullable String ofNullable(@Nullable String text) {
        return text == null ? null : of(text);
    }

    static String of(byte[] bytes) {
        return of(new String(bytes, UTF_8));
    }

    private CleanText() {}
}
