package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.common.result.SeenHostKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** A shell that answers from memory and copies nothing but what is read of it. Used once. */
final class CannedSession implements DeviceSession, DeviceSession.Shell {

    private final byte[] prompt;
    private final Map<String, byte[]> answers;
    private byte[][] said;
    private int part;
    private int at;

    /** @param answers by command; all others are answered by nothing */
    CannedSession(String prompt, Map<String, byte[]> answers) {
        this.prompt = prompt.getBytes(StandardCharsets.US_ASCII);
        this.answers = answers;
        this.said = new byte[][] {this.prompt};
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
    public Execution execute(String command, long maxBytes, Deadline deadline, IntConsumer read) {
        throw new UnsupportedOperationException(command);
    }

    @Override
    public void write(byte[] bytes) {
        String command = new String(bytes, StandardCharsets.UTF_8).strip();
        byte[] echo = (command + "\r\n").getBytes(StandardCharsets.UTF_8);
        said = new byte[][] {echo, answers.getOrDefault(command, new byte[0]), prompt};
        part = 0;
        at = 0;
    }

    @Override
    public int read(byte[] buffer, Deadline deadline) {
        while (part < said.length && at == said[part].length) {
            part++;
            at = 0;
        }
        if (part == said.length) {
            return 0;
        }
        int length = Math.min(buffer.length, said[part].length - at);
        System.arraycopy(said[part], at, buffer, 0, length);
        at += length;
        return length;
    }

    @Override
    public void close() {
        part = said.length;
    }
}
