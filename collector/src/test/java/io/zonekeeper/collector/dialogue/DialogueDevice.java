package io.zonekeeper.collector.dialogue;

import io.zonekeeper.collector.SharedServer;
import io.zonekeeper.common.platform.Dialogue;
import io.zonekeeper.common.platform.Dialogue.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A device that speaks as a dialogue has it, whatever it is connected by. Used by one thread. */
final class DialogueDevice {

    static final String USERNAME = "backup";
    static final String PASSWORD = SharedServer.PASSWORD;

    private static final String PAGE = "{page}";
    private static final String KEY = "{key}";

    private final Dialogue dialogue;
    private final UnaryOperator<String> change;
    private final InputStream in;
    private final OutputStream out;
    private final Random pieces;
    private final int largestPiece;
    private final boolean asksForLogin;
    private String prompt;
    private boolean afterReturn;

    /**
     * @param change applied to each answer
     * @param seed of the sizes of the pieces answers are sent in; 0 for whole ones
     * @param asksForLogin whether user name and password are asked for first
     */
    DialogueDevice(
            Dialogue dialogue,
            UnaryOperator<String> change,
            long seed,
            boolean asksForLogin,
            InputStream in,
            OutputStream out) {
        this.dialogue = dialogue;
        this.change = change;
        this.asksForLogin = asksForLogin;
        this.in = in;
        this.out = out;
        this.pieces = new Random(seed);
        this.largestPiece = seed == 0 ? Integer.MAX_VALUE : 1 + pieces.nextInt(400);
        this.prompt = dialogue.prompt();
    }

    /** What it answers to a command in a channel of its own; empty for one it does not know. */
    Optional<String> execute(String command) {
        return exchange(command).map(exchange -> change.apply(exchange.said()));
    }

    /** Speaks until one of the two hangs up. */
    void converse() throws IOException {
        if (asksForLogin && !login()) {
            return;
        }
        if (!greet()) {
            return;
        }
        for (Optional<String> line = line(dialogue.echo()); line.isPresent(); line = line(dialogue.echo())) {
            if (!answer(line.get())) {
                return;
            }
        }
    }

    /** @return whether it was heard to the end */
    private boolean greet() throws IOException {
        Deque<String> parts = new ArrayDeque<>(
                List.of(dialogue.greeting().replace("\n", "\r\n").split("\\Q" + KEY + "\\E", -1)));
        while (parts.size() > 1) {
            say(parts.remove());
            if (in.read() < 0) {
                return false;
            }
        }
        say(parts.remove() + prompt);
        return true;
    }

    private boolean login() throws IOException {
        for (int attempt = 0; attempt < 3; attempt++) {
            say("\r\nUsername: ");
            Optional<String> username = line(true);
            say("Password: ");
            Optional<String> password = line(false);
            if (username.isEmpty() || password.isEmpty()) {
                return false;
            }
            if (username.get().equals(USERNAME) && password.get().equals(PASSWORD)) {
                say("\r\n");
                return true;
            }
            say("\r\n% Login invalid\r\n");
        }
        return false;
    }

    /** @return whether it goes on */
    private boolean answer(String command) throws IOException {
        Optional<Exchange> known = exchange(command);
        if (known.isEmpty()) {
            say((command.isEmpty() ? "" : dialogue.unknown().replace("\n", "\r\n")) + prompt);
            return true;
        }
        Exchange exchange = known.get();
        if (exchange.ends()) {
            return false;
        }
        String asks = exchange.asks();
        if (asks != null) {
            say(asks);
            Optional<String> given = line(false);
            if (given.isEmpty()) {
                return false;
            }
            if (!given.get().equals(exchange.expects().replace("{secret}", PASSWORD))) {
                say(dialogue.unknown().replace("\n", "\r\n") + prompt);
                return true;
            }
        }
        String next = exchange.prompt();
        if (next != null) {
            prompt = next;
        }
        tell(exchange.said());
        return true;
    }

    private void tell(String said) throws IOException {
        Deque<String> pages = new ArrayDeque<>(List.of(change.apply(said).split("\\Q" + PAGE + "\\E\n", -1)));
        Dialogue.Pager pager = dialogue.pager();
        while (pages.size() > 1 && pager != null) {
            say(pages.remove().replace("\n", "\r\n") + pager.mark());
            if (in.read() < 0) {
                return;
            }
            say(pager.erase());
        }
        say(String.join("", pages).replace("\n", "\r\n") + prompt);
    }

    private Optional<Exchange> exchange(String sent) {
        return dialogue.exchanges().stream()
                .filter(exchange -> exchange.sent().equals(sent.strip()))
                .findFirst();
    }

    /** The next line; empty at the end. */
    private Optional<String> line(boolean echo) throws IOException {
        StringBuilder typed = new StringBuilder();
        for (int key = in.read(); key >= 0; key = in.read()) {
            boolean secondOfTwo = key == '\n' && afterReturn;
            afterReturn = key == '\r';
            if (secondOfTwo) {
                continue;
            }
            if (key == '\n' || key == '\r') {
                say(echo ? typed + "\r\n" : "\r\n");
                return Optional.of(typed.toString());
            }
            if (key != 0) {
                typed.append((char) key);
            }
        }
        return Optional.empty();
    }

    private void say(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; ) {
            int size = Math.min(
                    bytes.length - at,
                    largestPiece == Integer.MAX_VALUE ? bytes.length : 1 + pieces.nextInt(largestPiece));
            out.write(bytes, at, size);
            out.flush();
            at += size;
        }
    }
}
