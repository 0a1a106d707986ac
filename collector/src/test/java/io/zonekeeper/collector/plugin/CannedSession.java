package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.common.result.SeenHostKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A shell that answers from streams and copies nothing but what is read of them. Used once. */
final class CannedSession implements DeviceSession, DeviceSession.Shell {

    private final String prompt;
    private final Map<String, Supplier<InputStream>> answers;
    private InputStream said;

    /** @param answers by command; all others are answered by nothing */
    CannedSession(String prompt, Map<String, Supplier<InputStream>> answers) {
        this.prompt = prompt;
        this.answers = answers;
        this.said = stream(prompt);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Optional<SeenHostKey> hostKey() {
        return Optional.empty();
    }

    @Override
    public Shell openShell(int columns, int rows, Deadline deadline) {
        return this;
    }

    @Override
    public int execute(String command, long maxBytes, Deadline deadline, Outputs outputs) {
        throw new UnsupportedOperationException(command);
    }

    @Override
    public void write(byte[] bytes) {
        String command = new String(bytes, StandardCharsets.UTF_8).strip();
        InputStream answer =
                answers.getOrDefault(command, InputStream::nullInputStream).get();
        said = new SequenceInputStream(
                Collections.enumeration(List.of(stream(command + "\r\n"), answer, stream(prompt))));
    }

    @Override
    public int read(byte[] buffer, Deadline deadline) {
        try {
            return Math.max(0, said.read(buffer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        said = InputStream.nullInputStream();
    }
}
