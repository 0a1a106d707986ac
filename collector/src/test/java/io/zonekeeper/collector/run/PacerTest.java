package io.zonekeeper.collector.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.wire.GroupName;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PacerTest {

    private static final GroupName DMZ = new GroupName("dmz");

    private final Pacer pacer = new Pacer();

    private Duration timeFor(int starts) throws InterruptedException {
        long from = System.nanoTime();
        for (int i = 0; i < starts; i++) {
            pacer.awaitTurn(DMZ);
        }
        return Duration.ofNanos(System.nanoTime() - from);
    }

    @Test
    void startsAreSpreadWhereARateIsSet() throws Exception {
        pacer.setRate(DMZ, OptionalDouble.of(50));
        assertThat(timeFor(11)).isBetween(Duration.ofMillis(200), Duration.ofMillis(2_000));
    }

    @Test
    void withoutARateNobodyWaits() throws Exception {
        pacer.setRate(DMZ, OptionalDouble.of(0.01));
        pacer.awaitTurn(DMZ);
        pacer.setRate(DMZ, OptionalDouble.empty());
        assertThat(timeFor(1_000)).isLessThan(Duration.ofSeconds(1));
    }
}
