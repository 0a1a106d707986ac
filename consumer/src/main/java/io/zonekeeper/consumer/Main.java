package io.zonekeeper.consumer;

import io.zonekeeper.common.start.RequiredJava;

/** Where the jar starts, on any Java; {@link Consumer} needs a new one. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        RequiredJava.check();
        Consumer.main(arguments);
    }
}
