package io.zonekeeper.consumer.stream;

import io.zonekeeper.consumer.archive.Batch;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * New entries, page by page. Behind a full page the next is read and decoded at once, while the first is stored. Whatever was read is
 * pending for this consumer, so a page that nobody takes is not lost. For one thread.
 */
final class FreshResults {

    /** @param isFull as many as were asked for, so there may be more */
    record Taken(Page page, Batch batch, boolean isFull) {}

    private final ResultStreams streams;
    private final Clock clock;
    private @Nullable CompletableFuture<Taken> ahead;

    FreshResults(ResultStreams streams, Clock clock) {
        this.streams = streams;
        this.clock = clock;
    }

    /**
     * The page that was read ahead; without one what is there now.
     *
     * @param most to ask for
     * @param wait until something comes, for {@link ResultStreams#BLOCK}
     */
    Taken next(int most, boolean wait) {
        CompletableFuture<Taken> begun = ahead;
        ahead = null;
        Taken taken = begun == null ? read(most, wait) : result(begun);
        if (taken.isFull()) {
            ahead = CompletableFuture.supplyAsync(() -> read(most, false), Thread::startVirtualThread);
        }
        return taken;
    }

    /** Waits until nothing is being read; what was read ahead is left pending. */
    void leavePending() {
        CompletableFuture<Taken> begun = ahead;
        ahead = null;
        if (begun != null) {
            begun.handle((_, _) -> true).join();
        }
    }

    private Taken read(int most, boolean wait) {
        Page page = streams.fresh(most, wait);
        return new Taken(page, Batch.of(page.arrivals(), clock.instant()), page.entries() >= most);
    }

    private static Taken result(CompletableFuture<Taken> begun) {
        try {
            return begun.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof JedisException redis) {
                throw redis;
            }
            throw e;
        }
    }
}
