package io.zonekeeper.orchestrator;

import io.zonekeeper.common.start.RequiredJava;

/** Where the jar starts, on any Java; {@link Orchestrator} needs a new one. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        RequiredJava.check();
        Orchestrator.main(arguments);
    }
}
