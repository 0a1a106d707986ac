package io.zonekeeper.orchestrator.imports;

import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The text of a file, whichever encoding spreadsheets write: UTF-8 with or without a mark, UTF-16 with one. */
final class FileText {

    static final int MOST_BYTES = 16 << 20;

    /** @throws Problem 422 if it is empty, too large, or in another encoding */
    static String of(byte[] file) {
        if (file.length == 0) {
            throw refused("The file is empty: give one with a device a row.");
        }
        if (file.length > MOST_BYTES) {
            throw refused("The file has %,d bytes: use at most 16 MiB, or several files with a source each."
                    .formatted(file.length));
        }
        if (starts(file, 0xEF, 0xBB, 0xBF)) {
            return decode(file, 3, StandardCharsets.UTF_8);
        }
        if (starts(file, 0xFF, 0xFE)) {
            return decode(file, 2, StandardCharsets.UTF_16LE);
        }
        if (starts(file, 0xFE, 0xFF)) {
            return decode(file, 2, StandardCharsets.UTF_16BE);
        }
        return decode(file, 0, StandardCharsets.UTF_8);
    }

    private static String decode(byte[] file, int from, Charset charset) {
        ByteBuffer bytes = ByteBuffer.wrap(file, from, file.length - from);
        CharBuffer text = CharBuffer.allocate(file.length);
        CoderResult result = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(bytes, text, true);
        text.flip();
        if (result.isError()) {
            throw refused("Line %d is not %s: save the file as \"CSV UTF-8\", and import that."
                    .formatted(1 + text.chars().filter(c -> c == '\n').count(), charset));
        }
        if (text.chars().anyMatch(c -> c == 0)) {
            throw refused("The file holds NUL characters, so it is no text: export it as CSV, and import that.");
        }
        return text.toString();
    }

    private static boolean starts(byte[] file, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= file.length || (file[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static Problem refused(String sentence) {
        return Problem.invalid(new FieldError("file", null, sentence));
    }

    private FileText() {}
}
