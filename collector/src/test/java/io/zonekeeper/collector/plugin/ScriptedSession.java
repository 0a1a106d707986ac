package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.SeenHostKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;

/**
 * A session with a scripted device whose output arrives in pieces with pauses. The pauses take no time: a read that would wait
 * longer than its deadline returns at once, and the pause is shorter by as much.
 */
final class ScriptedSession implements DeviceSession, DeviceSession.Shell, ScriptedDevice.Line {

    private record Piece(byte[] bytes, long pauseMillis) {}

    private final ScriptedDevice device;
    private final Random random;
    private final int longestPiece;
    private final int longestPauseMillis;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private long waited;
    private boolean hungUp;

    private ScriptedSession(ScriptedDevice device, long seed, int longestPiece, int longestPauseMillis) {
        this.device = device;
        this.random = new Random(seed);
        this.longestPiece = longestPiece;
        this.longestPauseMillis = longestPauseMillis;
    }

    /** Everything a device says at once arrives at once. */
    static ScriptedSession whole(ScriptedDevice device) {
        return new ScriptedSession(device, 0, Integer.MAX_VALUE, 0);
    }

    static ScriptedSession inPieces(ScriptedDevice device, long seed, int longestPiece, int longestPauseMillis) {
        return new ScriptedSession(device, seed, longestPiece, longestPauseMillis);
    }

    @Override
    public void say(String text) {
        say(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void say(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(longestPiece));
            long pause = longestPauseMillis == 0 ? 0 : random.nextInt(longestPauseMillis);
            pieces.add(new Piece(Arrays.copyOfRange(bytes, at, at + length), pause));
            at += length;
        }
    }

    /** Says it after a pause of its own. */
    void sayLater(String text, long pauseMillis) {
        pieces.add(new Piece(text.getBytes(StandardCharsets.UTF_8), pauseMillis));
    }

    @Override
    public void hangUp() {
        hungUp = true;
    }

    @Override
    public Optional<SeenHostKey> hostKey() {
        return Optional.empty();
    }

    @Override
    public Shell openShell(int columns, int rows, Deadline deadline) {
        device.greet(this);
        return this;
    }

    @Override
    public int execute(String command, long maxBytes, Deadline deadline, Outputs outputs) throws SessionException {
        byte[] output = device.execute(command);
        if (output.length > maxBytes) {
            throw new SessionException(FailureKind.TOO_LARGE, "too large");
        }
        outputs.output(output, output.length);
        return 0;
    }

    @Override
    public void write(byte[] bytes) {
        device.hear(bytes, this);
    }

    @Override
    public int read(byte[] buffer, Deadline deadline) {
        Piece piece = pieces.peek();
        if (piece == null) {
            return hungUp ? -1 : 0;
        }
        long patience = deadline.left().plusMillis(1).toMillis();
        if (waited + patience < piece.pauseMillis()) {
            waited += patience;
            return 0;
        }
        waited = 0;
        pieces.remove();
        int length = Math.min(buffer.length, piece.bytes().length);
        System.arraycopy(piece.bytes(), 0, buffer, 0, length);
        if (length < piece.bytes().length) {
            pieces.addFirst(new Piece(Arrays.copyOfRange(piece.bytes(), length, piece.bytes().length), 0));
        }
        return length;
    }

    @Override
    public void close() {
        hungUp = true;
    }
}
