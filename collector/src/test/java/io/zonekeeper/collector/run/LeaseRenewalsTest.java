package io.zonekeeper.collector.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.collector.report.DeviceLocks;
import io.zonekeeper.collector.report.Redis;
import io.zonekeeper.collector.ssh.Watchdog;
import io.zonekeeper.common.services.Services;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.common.wire.TaskId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

class LeaseRenewalsTest {

    /** A lock that lives longer than this has been renewed. */
    private static final long RENEWED_MILLIS =
            RedisKeys.LOCK_LEASE.minusSeconds(9).toMillis();

    private static final long OLD_MILLIS = RedisKeys.LOCK_LEASE.minusSeconds(10).toMillis();
    private static final int LEASES = 20;

    private final Redis redis = Redis.open(Services.redisUrl(), 1);
    private final Jedis observer = new Jedis(URI.create(Services.redisUrl()));
    private final DeviceLocks locks = new DeviceLocks(redis);
    private final LeaseRenewals renewals = new LeaseRenewals(locks);
    private final Watchdog watchdog = new Watchdog();
    private final List<DeviceLease> leases = new ArrayList<>();

    @BeforeEach
    void takeLeasesWhoseRenewalIsDue() throws Exception {
        for (int device = 1; device <= LEASES; device++) {
            DeviceLocks.Claim claim = DeviceLocks.claim(device, TaskId.next(Instant.now()));
            long sentAt = System.nanoTime() - RedisKeys.LOCK_RENEWAL.toNanos();
            assertThat(locks.take(claim)).isPresent();
            observer.pexpire(RedisKeys.deviceLock(device), OLD_MILLIS);
            leases.add(new DeviceLease(locks, claim, renewals, watchdog, sentAt).keep());
        }
    }

    @AfterEach
    void end() {
        leases.forEach(DeviceLease::close);
        renewals.close();
        watchdog.close();
        observer.close();
        redis.close();
    }

    private long life(int device) {
        return observer.pttl(RedisKeys.deviceLock(device));
    }

    /** As sessions do that decrypt and look at what a thousand devices send. */
    @Test
    void leasesAreRenewedWhileNoVirtualThreadGetsAProcessor() {
        AtomicBoolean enough = new AtomicBoolean();
        List<Thread> busy = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            busy.add(Thread.startVirtualThread(() -> {
                while (!enough.get()) {
                    Thread.onSpinWait();
                }
            }));
        }
        try {
            await().pollInSameThread().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
                for (int device = 1; device <= LEASES; device++) {
                    assertThat(life(device)).as("device %d", device).isGreaterThan(RENEWED_MILLIS);
                }
            });
        } finally {
            enough.set(true);
        }
        assertThat(busy).hasSizeGreaterThan(0);
        assertThat(leases).allMatch(DeviceLease::isHeld);
    }

    @Test
    void whoseLockIsSomebodyElsesLosesItAloneAndIsNotAskedForAgain() {
        AtomicInteger lost = new AtomicInteger();
        leases.getFirst().onLost(lost::incrementAndGet);
        observer.psetex(RedisKeys.deviceLock(1), OLD_MILLIS, "somebody");

        await().atMost(Duration.ofSeconds(15)).until(() -> lost.get() == 1 && life(2) > RENEWED_MILLIS);

        assertThat(leases.getFirst().isHeld()).isFalse();
        assertThat(leases.subList(1, LEASES)).allMatch(DeviceLease::isHeld);
        assertThat(life(1)).isLessThanOrEqualTo(OLD_MILLIS);
        observer.del(RedisKeys.deviceLock(1));
    }
}
