package io.zonekeeper.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.collector.report.Controls.GroupWishes;
import io.zonekeeper.collector.report.Controls.Wishes;
import io.zonekeeper.common.wire.GroupName;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class IntakePlanTest {

    private static final GroupName DMZ = new GroupName("dmz");
    private static final GroupName LAB = new GroupName("lab");

    private static Map<GroupName, Integer> wanted(int slots, Wishes wishes) {
        return IntakePlan.of(List.of(DMZ, LAB), slots, wishes).wanted();
    }

    private static Wishes wishes(OptionalInt slots, GroupWishes ofDmz) {
        return new Wishes(false, slots, Map.of(DMZ, ofDmz));
    }

    private static GroupWishes group(boolean paused, OptionalInt slots, OptionalDouble rate) {
        return new GroupWishes(paused, slots, rate);
    }

    @Test
    void slotsAreSplitEvenlyAndAllUsed() {
        Wishes none = new Wishes(false, OptionalInt.empty(), Map.of());
        assertThat(wanted(200, none)).isEqualTo(Map.of(DMZ, 100, LAB, 100));
        assertThat(wanted(5, none)).isEqualTo(Map.of(DMZ, 3, LAB, 2));
    }

    @Test
    void aPausedGroupTakesNothingAndTheOtherGoesOn() {
        Wishes wishes = wishes(OptionalInt.empty(), group(true, OptionalInt.empty(), OptionalDouble.empty()));
        assertThat(wanted(10, wishes)).isEqualTo(Map.of(DMZ, 0, LAB, 5));
        assertThat(IntakePlan.of(List.of(DMZ, LAB), 10, wishes).reasons()).containsOnlyKeys(DMZ);
    }

    @Test
    void wishedSlotsLimitButDoNotExceedWhatWasStartedWith() {
        assertThat(wanted(10, wishes(OptionalInt.of(4), group(false, OptionalInt.of(1), OptionalDouble.empty()))))
                .isEqualTo(Map.of(DMZ, 1, LAB, 2));
        assertThat(wanted(10, wishes(OptionalInt.of(400), group(false, OptionalInt.of(100), OptionalDouble.empty()))))
                .isEqualTo(Map.of(DMZ, 5, LAB, 5));
    }

    @Test
    void withARateNoJobWaitsLongForItsTurn() {
        assertThat(wanted(400, wishes(OptionalInt.empty(), group(false, OptionalInt.empty(), OptionalDouble.of(0.5)))))
                .containsEntry(DMZ, 30);
        assertThat(wanted(
                        400, wishes(OptionalInt.empty(), group(false, OptionalInt.empty(), OptionalDouble.of(0.001)))))
                .containsEntry(DMZ, 1);
    }

    @Test
    void drainingTakesNothing() {
        assertThat(wanted(10, new Wishes(true, OptionalInt.empty(), Map.of()))).isEqualTo(Map.of(DMZ, 0, LAB, 0));
    }
}
