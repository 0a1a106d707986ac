package io.zonekeeper.consumer;

import io.zonekeeper.consumer.lifecycle.Stop;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command that SIGTERM and SIGINT end after what it is at, with exit code 0. */
final class Interruptible {

    private static final Logger log = LoggerFactory.getLogger(Interruptible.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Stop stop;
    private final CountDownLatch ended = new CountDownLatch(1);

    Interruptible(Stop stop) {
        this.stop = stop;
    }

    int run(Callable<Integer> command) throws Exception {
        Thread hook = new Thread(this::stopAndWait, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return command.call();
        } finally {
            ended.countDown();
        }
    }

    private void stopAndWait() {
        if (ended.getCount() == 0) {
            return;
        }
        stop.request();
        try {
            if (ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                // The exit code would be the signal's else, which a supervisor takes for a failure.
                Runtime.getRuntime().halt(0);
            }
            log.warn("The current batch takes longer than {} s; ending without it.", PATIENCE.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
