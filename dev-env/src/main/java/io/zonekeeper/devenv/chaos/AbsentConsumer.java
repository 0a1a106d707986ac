package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.stack.Wait;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/**
 * No consumer runs while collectors answer everything that is out, and then hours pass: everything in PostgreSQL and in the stream
 * that is known by its time is moved back by them.
 */
final class AbsentConsumer {

    private static final Duration HOURS = Duration.ofHours(2);
    private static final Duration ANSWERED = Duration.ofSeconds(90);

    /** Many ticks of the reconciler. */
    private static final Duration LOOKS = Duration.ofSeconds(10);

    private AbsentConsumer() {}

    static Fault fault() {
        return Fault.of("absent-consumer", AbsentConsumer::strike)
                .inspected((scene, sessions) -> List.of(notReissued(scene, sessions)))
                .failsWithout("no-backlog", Invariant.NOT_REISSUED);
    }

    private static void strike(Scene scene) throws InterruptedException {
        scene.kill("consumer");
        Wait.until(
                "collectors had answered all that was out",
                ANSWERED,
                () -> scene.openSessions() == 0
                        && scene.broker().ready(scene.queue()) == 0
                        && scene.unstored() == out(scene));
        ageStream(scene);
        scene.execute("""
                update attempt set issued_at = issued_at - interval '2 hours', published_at = published_at - interval '2 hours',
                    not_after = not_after - interval '2 hours', reconcile_at = reconcile_at - interval '2 hours'
                where settled_at is null""");
        Thread.sleep(LOOKS);
        scene.restart("consumer");
    }

    private static long out(Scene scene) {
        return scene.number("select count(*) from attempt where published_at is not null and settled_at is null");
    }

    /** Entries cannot be renamed, so a stream of older ones takes the place of this one. */
    private static void ageStream(Scene scene) {
        byte[] stream = scene.services().resultsStream().getBytes(StandardCharsets.UTF_8);
        byte[] older = (scene.services().resultsStream() + ":older").getBytes(StandardCharsets.UTF_8);
        try (Jedis jedis = scene.redis()) {
            for (Object entry : jedis.xrange(stream, (byte[]) null, null)) {
                StreamEntryID id = new StreamEntryID(StreamEntries.id(entry));
                StreamEntryID before = new StreamEntryID(id.getTime() - HOURS.toMillis(), id.getSequence());
                jedis.xadd(older, XAddParams.xAddParams().id(before), StreamEntries.fields(entry));
            }
            jedis.rename(older, stream);
        }
    }

    private static Check notReissued(Scene scene, long sessions) {
        long again = scene.number("""
                select count(*) from attempt a join job j on j.id = a.job_id
                where a.number > 1 and j.run_id = (select id from run order by created_at desc limit 1)""");
        return Check.of(
                Invariant.NOT_REISSUED,
                again == 0 && sessions == scene.plan().devices(),
                "%d attempts issued again, %d sessions at %d devices"
                        .formatted(again, sessions, scene.plan().devices()));
    }
}
