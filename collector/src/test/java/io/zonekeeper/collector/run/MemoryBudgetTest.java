package io.zonekeeper.collector.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.collector.ssh.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private static final Deadline LATER = Deadline.after(Duration.ofMinutes(1));

    private final MemoryBudget budget = new MemoryBudget(1_000_000);

    @Test
    void aNewSessionWaitsWhileTheBudgetIsUsed() throws Exception {
        MemoryBudget.Share first = budget.open();
        first.take(2_000_000, LATER);
        Thread second = Thread.ofVirtual().start(() -> {
            try (MemoryBudget.Share share = budget.open()) {
                share.take(1, LATER);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> second.getState() == Thread.State.WAITING);
        first.close();
        assertThat(second.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void overTheBudgetTheOldestReadsOnAndTheOthersWait() throws Exception {
        MemoryBudget.Share oldest = budget.open();
        MemoryBudget.Share younger = budget.open();
        Thread reading = Thread.ofVirtual().start(() -> younger.take(2_000_000, LATER));
        await().until(() -> reading.getState() == Thread.State.TIMED_WAITING);
        oldest.take(500_000, LATER);
        oldest.close();
        assertThat(reading.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void nobodyWaitsPastHisDeadline() throws Exception {
        MemoryBudget.Share oldest = budget.open();
        MemoryBudget.Share younger = budget.open();
        Thread reading = Thread.ofVirtual().start(() -> younger.take(2_000_000, Deadline.after(Duration.ofMillis(50))));
        assertThat(reading.join(Duration.ofSeconds(5))).isTrue();
        oldest.close();
    }
}
