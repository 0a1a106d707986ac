package io.zonekeeper.collector;

import io.zonekeeper.common.start.RequiredJava;

/** Where the jar starts, on any Java; {@link Collector} needs a new one. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        RequiredJava.check();
        Collector.main(arguments);
    }
}
