package io.zonekeeper.collector.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.wire.TaskId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IdleHeapTest {

    private final RunningJobs running = new RunningJobs();
    private int collections;
    private final IdleHeap heap = new IdleHeap(running, () -> collections++);

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            heap.look();
        }
    }

    private void doAJob() {
        TaskId task = TaskId.next(Instant.now());
        running.begin(task);
        running.countFailed();
        running.end(task);
    }

    @Test
    void isLeftAloneWhereNothingWasDone() {
        look(20);
        assertThat(collections).isZero();
    }

    @Test
    void isCollectedOnceAfterABusyTime() {
        doAJob();
        look(4);
        assertThat(collections).isZero();
        look(20);
        assertThat(collections).isOne();
        doAJob();
        look(5);
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void isLeftAloneWhileAJobIsAtWork() {
        doAJob();
        TaskId task = TaskId.next(Instant.now());
        look(4);
        running.begin(task);
        look(20);
        assertThat(collections).isZero();
        running.end(task);
        look(4);
        assertThat(collections).isZero();
        look(1);
        assertThat(collections).isOne();
    }
}
