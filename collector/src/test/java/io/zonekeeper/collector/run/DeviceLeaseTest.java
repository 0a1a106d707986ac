package io.zonekeeper.collector.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.collector.report.DeviceLocks;
import io.zonekeeper.collector.report.Redis;
import io.zonekeeper.collector.ssh.Watchdog;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.common.wire.TaskId;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With nobody where Redis should be. */
class DeviceLeaseTest {

    private final Watchdog watchdog = new Watchdog();
    private final DeviceLocks.Claim claim = DeviceLocks.claim(1, TaskId.next(Instant.now()));

    private Redis nobody;
    private LeaseRenewals renewals;

    @BeforeEach
    void findAPortNobodyListensAt() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = Redis.open("redis://127.0.0.1:" + socket.getLocalPort(), 1);
        }
        renewals = new LeaseRenewals(new DeviceLocks(nobody));
    }

    @AfterEach
    void end() {
        renewals.close();
        watchdog.close();
        nobody.close();
    }

    private DeviceLease takenAgo(Duration ago) {
        return new DeviceLease(new DeviceLocks(nobody), claim, renewals, watchdog, System.nanoTime() - ago.toNanos())
                .keep();
    }

    @Test
    void aLeaseThatIsNotRenewedEndsHereBeforeItEndsInRedis() {
        AtomicInteger lost = new AtomicInteger();
        Duration ago = RedisKeys.LOCK_LEASE.minusSeconds(3);
        try (DeviceLease lease = takenAgo(ago)) {
            assertThat(lease.isHeld()).isTrue();
            lease.onLost(lost::incrementAndGet);
            assertThat(lost).hasValue(0);
            await().atMost(Duration.ofMillis(2_500)).until(() -> lost.get() == 1);
            assertThat(lease.isHeld()).isFalse();
        }
        assertThat(lost).hasValue(1);
    }

    @Test
    void whoAsksTooLateIsToldAtOnce() {
        AtomicInteger lost = new AtomicInteger();
        try (DeviceLease lease = takenAgo(RedisKeys.LOCK_LEASE)) {
            lease.onLost(lost::incrementAndGet);
            assertThat(lost).hasValue(1);
        }
    }

    @Test
    void aClosedLeaseIsNotLost() {
        AtomicInteger lost = new AtomicInteger();
        DeviceLease lease = takenAgo(RedisKeys.LOCK_LEASE.minusMillis(2_300));
        lease.onLost(lost::incrementAndGet);
        lease.close();
        await().during(Duration.ofMillis(600)).until(() -> lost.get() == 0);
    }
}
