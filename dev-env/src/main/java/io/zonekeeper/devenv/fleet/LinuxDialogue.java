package io.zonekeeper.devenv.fleet;

import java.io.IOException;

/** A Linux host: any command that reads under {@code /etc} answers all its files, each under a line with its name. */
final class LinuxDialogue implements Dialogue {

    private final Visit visit;

    LinuxDialogue(Visit visit) {
        this.visit = visit;
    }

    @Override
    public void shell(Terminal terminal) throws IOException {
        terminal.print(
                "Linux %s 6.1.0-28-amd64 x86_64\n\n".formatted(visit.device().name()));
        while (true) {
            terminal.print(
                    visit.device().spec().username() + "@" + visit.device().name() + ":~$ ");
            String line = terminal.readLine();
            if (line == null) {
                return;
            }
            String command = line.strip();
            if (command.isEmpty()) {
                continue;
            }
            visit.heard(command);
            if (command.equals("exit") || command.equals("logout")) {
                return;
            }
            answer(command, terminal);
        }
    }

    @Override
    public int exec(String command, Terminal terminal) throws IOException {
        visit.heard(command);
        return answer(command.strip(), terminal);
    }

    private int answer(String command, Terminal terminal) throws IOException {
        if (command.equals("cat /etc/os-release")) {
            terminal.print("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n");
            return 0;
        }
        if (command.contains("/etc")) {
            visit.tellConfiguration(terminal, "");
            return 0;
        }
        if (command.startsWith("uname")) {
            terminal.print("Linux %s 6.1.0-28-amd64 x86_64 GNU/Linux\n"
                    .formatted(visit.device().name()));
            return 0;
        }
        if (command.startsWith("hostname")) {
            terminal.print(visit.device().name() + "\n");
            return 0;
        }
        terminal.print("-bash: %s: command not found\n".formatted(command.split(" ", 2)[0]));
        return 127;
    }
}
