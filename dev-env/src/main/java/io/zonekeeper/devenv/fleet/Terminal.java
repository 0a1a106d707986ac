package io.zonekeeper.devenv.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The line a visitor types on and reads from. In a shell, lines end in CR LF and what is typed is echoed. */
final class Terminal {

    private static final String MORE = " --More-- ";
    private static final String WIPE =
            "\b".repeat(MORE.length()) + " ".repeat(MORE.length()) + "\b".repeat(MORE.length());

    private final InputStream in;
    private final OutputStream out;
    private final boolean shell;
    private int pageLines;
    private boolean afterCarriageReturn;

    Terminal(InputStream in, OutputStream out, boolean shell) {
        this.in = in;
        this.out = out;
        this.shell = shell;
    }

    /** @param lines 0: no pager */
    void setPageLines(int lines) {
        pageLines = lines;
    }

    void print(String text) throws IOException {
        String sent = shell ? text.replace("\n", "\r\n") : text;
        out.write(sent.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    void printBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Prints page by page where a pager is set; the visitor may leave it with {@code q}. */
    void page(String text) throws IOException {
        if (pageLines == 0) {
            print(text);
            return;
        }
        int start = 0;
        int lines = pageLines - 1;
        while (start < text.length()) {
            int end = start;
            for (int line = 0; line < lines && end < text.length(); line++) {
                int feed = text.indexOf('\n', end);
                end = feed < 0 ? text.length() : feed + 1;
            }
            print(text.substring(start, end));
            start = end;
            if (start < text.length()) {
                print(MORE);
                int key = readKey();
                print(WIPE);
                switch (key) {
                    case ' ' -> lines = pageLines - 1;
                    case '\r', '\n' -> lines = 1;
                    default -> {
                        return;
                    }
                }
            }
        }
    }

    /** Returns null when the visitor has left. */
    @Nullable String readLine() throws IOException {
        String line = read();
        if (line != null && shell) {
            print(line + "\n");
        }
        return line;
    }

    /** Not echoed. Returns null when the visitor has left. */
    @Nullable String readSecret() throws IOException {
        String line = read();
        if (line != null) {
            print("\n");
        }
        return line;
    }

    private @Nullable String read() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int key = readKey();
            switch (key) {
                case -1 -> {
                    return null;
                }
                case '\r', '\n' -> {
                    return line.toString();
                }
                case '\b', 0x7f -> line.setLength(Math.max(0, line.length() - 1));
                default -> line.append((char) key);
            }
        }
    }

    private int readKey() throws IOException {
        int key = in.read();
        if (key == '\n' && afterCarriageReturn) {
            key = in.read();
        }
        afterCarriageReturn = key == '\r';
        return key;
    }
}
