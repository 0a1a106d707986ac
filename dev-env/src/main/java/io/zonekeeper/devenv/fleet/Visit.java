package io.zonekeeper.devenv.fleet;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;

/** One connection to a device, from its opening to its end. */
final class Visit {

    static final AttributeKey<Visit> KEY = new AttributeKey<>();

    /** One byte for each character. The last but one is a right-to-left override in UTF-8. */
    private static final String HOSTILE_LINE =
            "# <script>alert(1)</script> \0 \u001b[2J\u001b]0;owned\u0007 \u00ff\u00fe \u00e2\u0080\u00ae end\n";

    private static final long FLOOD_BYTES = 1L << 30;

    private final FakeDevice device;
    private final Ledger ledger;
    private final Session session;
    private final long number;
    private volatile boolean loggedIn;

    Visit(FakeDevice device, Ledger ledger, Session session) {
        this.device = device;
        this.ledger = ledger;
        this.session = session;
        this.number = ledger.opened(device.name());
    }

    FakeDevice device() {
        return device;
    }

    boolean login(String username, String password) {
        if (!device.admits(username, password)) {
            ledger.refused(device.name(), number, username);
            return false;
        }
        loggedIn = true;
        ledger.loggedIn(device.name(), number, username);
        return true;
    }

    void closed() {
        ledger.closed(device.name(), number, loggedIn);
    }

    /** Notes a command and thinks about it. */
    void heard(String command) throws IOException {
        ledger.heard(device.name(), number, command);
        pause(device::think);
    }

    /** Says nothing until the visitor leaves. */
    void stayed() throws IOException {
        pause(() -> Thread.sleep(Long.MAX_VALUE));
    }

    /** Writes the configuration as the device's behaviour has it; cuts the connection where that says so. */
    void tellConfiguration(Terminal terminal, String lead) throws IOException {
        int revision = device.revision();
        String configuration = lead + device.nextConfiguration();
        switch (device.behaviour()) {
            case TRUNCATED -> {
                terminal.print(configuration.substring(0, configuration.length() / 2));
                // The connection itself, after what is on its way: no goodbye in the protocol.
                session.getIoSession().close(false);
                throw new IOException("cut off in the middle of the configuration");
            }
            case HOSTILE -> {
                int secondLine = configuration.indexOf('\n') + 1;
                terminal.print(configuration.substring(0, secondLine));
                terminal.printBytes(HOSTILE_LINE.getBytes(StandardCharsets.ISO_8859_1));
                terminal.print(configuration.substring(secondLine));
                ledger.told(device.name(), number, revision);
            }
            case FLOOD -> flood(terminal);
            case NORMAL, UNREACHABLE, WRONG_PASSWORD, SILENT, MUTE, RESET, BUSY -> {
                terminal.page(configuration);
                ledger.told(device.name(), number, revision);
            }
        }
    }

    private static void flood(Terminal terminal) throws IOException {
        String piece = "interface Loopback0\n description flood\n!\n".repeat(400);
        int length = piece.getBytes(StandardCharsets.UTF_8).length;
        for (long sent = 0; sent < FLOOD_BYTES; sent += length) {
            terminal.print(piece);
        }
    }

    private interface Pause {
        void take() throws InterruptedException;
    }

    private static void pause(Pause pause) throws IOException {
        try {
            pause.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("the visitor left").initCause(e);
        }
    }
}
