package io.zonekeeper.collector.plugin;

import java.util.Arrays;

/**
 * The line the cursor stands on, as a terminal would show it: bytes in, finished lines out. Understands carriage returns,
 * backspaces and the escape sequences that move in or erase a line; drops all others and every other control character but the
 * tab. Sequences may be cut anywhere. A character of UTF-8 passes through untouched.
 */
final class Terminal {

    /** Takes finished lines; the array is only lent. */
    interface Lines {
        void line(byte[] bytes, int length);
    }

    private enum State {
        GROUND,
        ESCAPE,
        INTERMEDIATE,
        CONTROL_SEQUENCE,
        STRING,
        STRING_ESCAPE
    }

    private static final int BACKSPACE = 0x08;
    private static final int CANCEL = 0x18;
    private static final int SUBSTITUTE = 0x1a;
    private static final int ESCAPE = 0x1b;
    private static final int BELL = 0x07;
    private static final int DELETE = 0x7f;
    private static final int WIDEST = 4096;

    private final Lines lines;
    private byte[] line = new byte[512];
    private int length;
    private int cursor;
    private State state = State.GROUND;
    private final int[] parameters = new int[2];
    private int parameter;
    private boolean wiping;
    private boolean erased;

    Terminal(Lines lines) {
        this.lines = lines;
    }

    void feed(byte[] bytes, int count) {
        int at = 0;
        while (at < count) {
            if (state == State.GROUND && isText(bytes[at])) {
                int end = at + 1;
                while (end < count && isText(bytes[end])) {
                    end++;
                }
                put(bytes, at, end - at);
                at = end;
            } else {
                step(bytes[at++] & 0xff);
            }
        }
    }

    /** The bytes of the unfinished line are {@code 0} to {@link #length()}; only lent. */
    byte[] line() {
        return line;
    }

    int length() {
        return length;
    }

    void clearLine() {
        length = 0;
        cursor = 0;
        wiping = false;
    }

    /** Ends a line that has no line break, if there is one. */
    void finish() {
        if (length > 0) {
            newLine();
        }
    }

    /** Takes a question off the line and whatever the device sends to wipe it out. */
    void cutQuestion(int from) {
        length = from;
        cursor = from;
        wiping = true;
        erased = false;
    }

    private static boolean isText(byte b) {
        return b < 0 || b >= ' ' && b != DELETE || b == '\t';
    }

    private void step(int b) {
        if (b == '\n') {
            state = State.GROUND;
            newLine();
            return;
        }
        if (b == CANCEL || b == SUBSTITUTE) {
            state = State.GROUND;
            return;
        }
        switch (state) {
            case GROUND -> control(b);
            case ESCAPE -> escape(b);
            case INTERMEDIATE -> state = b >= 0x20 && b <= 0x2f ? State.INTERMEDIATE : State.GROUND;
            case CONTROL_SEQUENCE -> controlSequence(b);
            case STRING -> state = b == BELL ? State.GROUND : b == ESCAPE ? State.STRING_ESCAPE : State.STRING;
            case STRING_ESCAPE -> state = b == '\\' ? State.GROUND : State.STRING;
        }
    }

    private void control(int b) {
        switch (b) {
            case '\r' -> cursor = 0;
            case BACKSPACE -> back();
            case ESCAPE -> state = State.ESCAPE;
            default -> {
                // Bells, NULs and the like leave no mark on the line.
            }
        }
    }

    private void escape(int b) {
        state = State.GROUND;
        switch (b) {
            case '[' -> {
                state = State.CONTROL_SEQUENCE;
                Arrays.fill(parameters, 0);
                parameter = 0;
            }
            case ']', 'P', 'X', '^', '_' -> state = State.STRING;
            case 'E' -> newLine();
            case ESCAPE -> state = State.ESCAPE;
            default -> {
                if (b >= 0x20 && b <= 0x2f) {
                    state = State.INTERMEDIATE;
                } else if (b < 0x20) {
                    control(b);
                }
            }
        }
    }

    private void controlSequence(int b) {
        if (b >= '0' && b <= '9') {
            if (parameter < parameters.length) {
                parameters[parameter] = Math.min(WIDEST, parameters[parameter] * 10 + b - '0');
            }
        } else if (b == ';' || b == ':') {
            parameter++;
        } else if (b == ESCAPE) {
            state = State.ESCAPE;
        } else if (b < 0x20) {
            control(b);
        } else if (b >= 0x40) {
            state = State.GROUND;
            if (b < DELETE) {
                perform(b);
            }
        }
    }

    private void perform(int command) {
        int amount = Math.max(1, parameters[0]);
        switch (command) {
            case 'K', 'J' -> erase(parameters[0]);
            case 'P' -> delete(amount);
            case 'X' -> blank(cursor, Math.min(length, cursor + amount));
            case 'C' -> cursor = Math.min(Math.max(length, WIDEST), cursor + amount);
            case 'D' -> cursor = Math.max(0, cursor - amount);
            case 'G', '`' -> cursor = amount - 1;
            case 'H', 'f' -> cursor = Math.max(1, parameters[1]) - 1;
            default -> {
                // Colours, modes and scrolling do not change the text.
            }
        }
    }

    private void erase(int mode) {
        erased = true;
        switch (mode) {
            case 0 -> length = Math.min(length, cursor);
            case 1 -> blank(0, Math.min(length, cursor + 1));
            default -> length = 0;
        }
    }

    private void delete(int amount) {
        int end = Math.min(length, cursor + amount);
        if (cursor < end) {
            System.arraycopy(line, end, line, cursor, length - end);
            length -= end - cursor;
        }
    }

    private void blank(int from, int to) {
        if (from < to) {
            Arrays.fill(line, from, to, (byte) ' ');
        }
    }

    private void back() {
        erased = true;
        if (cursor == 0) {
            return;
        }
        cursor--;
        while (cursor > 0 && cursor < length && isContinuation(line[cursor])) {
            cursor--;
        }
    }

    private void put(byte[] bytes, int from, int count) {
        if (wiping && cursor == 0 && length > 0) {
            endOfWiping();
        }
        if (cursor < length && length <= WIDEST) {
            makeRoom(bytes, from, count);
        }
        int end = cursor + count;
        reserve(end);
        if (cursor > length) {
            Arrays.fill(line, length, cursor, (byte) ' ');
        }
        System.arraycopy(bytes, from, line, cursor, count);
        cursor = end;
        length = Math.max(length, end);
    }

    /** A character takes the place of a character, whatever their lengths; on very long lines a byte that of a byte. */
    private void makeRoom(byte[] bytes, int from, int count) {
        int end = cursor;
        for (int i = from; i < from + count && end < length; i++) {
            if (!isContinuation(bytes[i])) {
                end++;
                while (end < length && isContinuation(line[end])) {
                    end++;
                }
            }
        }
        int moved = cursor + count - end;
        if (moved != 0 && end < length) {
            reserve(length + Math.max(0, moved));
            System.arraycopy(line, end, line, end + moved, length - end);
        }
        length = end < length ? length + moved : cursor;
    }

    private void reserve(int size) {
        if (size > line.length) {
            line = Arrays.copyOf(line, Math.max(size, line.length * 2));
        }
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    private void endOfWiping() {
        if (isBlank()) {
            length = 0;
            wiping = false;
        }
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    private void newLine() {
        boolean partOfQuestion = wiping && !erased && length == 0;
        if (wiping && cursor == 0) {
            endOfWiping();
        }
        if (!partOfQuestion) {
            lines.line(line, length);
        }
        length = 0;
        cursor = 0;
        wiping = false;
    }
}
