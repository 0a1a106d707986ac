package io.zonekeeper.devenv.fleet;

import java.io.IOException;
import java.util.Locale;

/** Cisco IOS: user and privileged mode, a pager until it is switched off, abbreviated commands. */
final class CiscoDialogue implements Dialogue {

    private static final int DEFAULT_LINES = 24;
    private static final int ENABLE_TRIES = 3;

    private final Visit visit;
    private final String hostname;
    private boolean privileged;

    CiscoDialogue(Visit visit) {
        this.visit = visit;
        this.hostname = visit.device().name();
        this.privileged = visit.device().spec().enableSecret() == null;
    }

    @Override
    public void shell(Terminal terminal) throws IOException {
        terminal.setPageLines(DEFAULT_LINES);
        terminal.print("\nUnauthorized access is prohibited.\n\n");
        while (true) {
            terminal.print(hostname + (privileged ? "#" : ">"));
            String line = terminal.readLine();
            if (line == null) {
                return;
            }
            String command = line.strip();
            if (command.isEmpty()) {
                continue;
            }
            visit.heard(command);
            if (is(command, "exit", 2) || is(command, "logout", 2) || is(command, "quit", 1)) {
                return;
            }
            answer(command, terminal);
        }
    }

    @Override
    public int exec(String command, Terminal terminal) throws IOException {
        visit.heard(command);
        answer(command.strip(), terminal);
        return 0;
    }

    private void answer(String command, Terminal terminal) throws IOException {
        if (is(command, "enable", 2)) {
            enable(terminal);
        } else if (is(command, "disable", 4)) {
            privileged = visit.device().spec().enableSecret() == null;
        } else if (command.matches("(?i)term\\w* (length|len|width|wid) \\d{1,4}")) {
            if (command.toLowerCase(Locale.ROOT).contains(" len")) {
                terminal.setPageLines(Integer.parseInt(command.substring(command.lastIndexOf(' ') + 1)));
            }
        } else if (command.matches("(?i)sho?w? run\\S*( view full)?")) {
            showConfiguration(terminal);
        } else if (command.matches("(?i)sho?w? ver\\S*")) {
            terminal.page(CiscoFacts.version(hostname));
        } else if (command.matches("(?i)sho?w? inv\\S*")) {
            terminal.page(CiscoFacts.inventory(hostname));
        } else if (command.matches("(?i)sho?w? vtp( st\\S*)?")) {
            terminal.page(CiscoFacts.vtp());
        } else {
            invalid(terminal);
        }
    }

    private void showConfiguration(Terminal terminal) throws IOException {
        if (!privileged) {
            invalid(terminal);
            return;
        }
        visit.tellConfiguration(
                terminal,
                "Building configuration...\n\nCurrent configuration : %d bytes\n"
                        .formatted(visit.device().spec().configBytes()));
        terminal.print("\n");
    }

    private void enable(Terminal terminal) throws IOException {
        if (privileged) {
            return;
        }
        for (int attempt = 0; attempt < ENABLE_TRIES; attempt++) {
            terminal.print("Password: ");
            String secret = terminal.readSecret();
            if (secret == null) {
                return;
            }
            if (secret.equals(visit.device().spec().enableSecret())) {
                privileged = true;
                return;
            }
        }
        terminal.print("% Bad secrets\n\n");
    }

    private static void invalid(Terminal terminal) throws IOException {
        terminal.print("          ^\n% Invalid input detected at '^' marker.\n\n");
    }

    private static boolean is(String command, String full, int least) {
        return command.length() >= least && full.startsWith(command.toLowerCase(Locale.ROOT));
    }
}
