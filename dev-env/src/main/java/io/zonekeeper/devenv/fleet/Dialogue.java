package io.zonekeeper.devenv.fleet;

import java.io.IOException;

/** How a platform talks. One object per channel. */
interface Dialogue {

    /** Talks until the visitor leaves. */
    void shell(Terminal terminal) throws IOException;

    /** Answers one command; returns its exit status. */
    int exec(String command, Terminal terminal) throws IOException;

    static Dialogue of(Visit visit) {
        return switch (visit.device().platform()) {
            case CISCO_IOS -> new CiscoDialogue(visit);
            case JUNOS -> new JunosDialogue(visit);
            case ROUTEROS -> new RouterOsDialogue(visit);
            case LINUX -> new LinuxDialogue(visit);
        };
    }
}
