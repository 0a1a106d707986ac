package io.zonekeeper.collector;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Signals that ask the process to end. A shutdown hook would not do: it cannot see a second signal, nor let the exit code be 0.
 */
final class Signals {

    private static final Logger log = LoggerFactory.getLogger(Signals.class);

    private static final int SIGNALLED = 128;

    /** The first SIGTERM or SIGINT does this, a second ends the process on the spot. */
    static void onEnd(Runnable first) {
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> {
                Signal.handle(signal, again -> {
                    log.warn("Told to end a second time: cut off.");
                    Runtime.getRuntime().halt(SIGNALLED + again.getNumber());
                });
                first.run();
            });
        }
    }

    private Signals() {}
}
