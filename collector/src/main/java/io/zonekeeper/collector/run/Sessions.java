package io.zonekeeper.collector.run;

import io.zonekeeper.collector.plugin.BackupPlugin;
import io.zonekeeper.collector.plugin.Collected;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.BackupJob;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.DeviceJob;
import io.zonekeeper.common.job.LoginTestJob;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import io.zonekeeper.common.wire.GroupName;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs plugins: one session for each, in its turn, within its limits, and over when this returns. Thread-safe. */
public final class Sessions {

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final Visits visits;
    private final MemoryBudget memory;
    private final Pacer pacer;
    private final Clock clock;

    public Sessions(Visits visits, MemoryBudget memory, Pacer pacer, Clock clock) {
        this.visits = visits;
        this.memory = memory;
        this.pacer = pacer;
        this.clock = clock;
    }

    /** The right to start a session, and the memory it uses until its result is stored. */
    record Turn(MemoryBudget.Share memory) implements AutoCloseable {

        @Override
        public void close() {
            memory.close();
        }
    }

    /** Waits until the group may start a session and there is memory for it. */
    Turn awaitTurn(GroupName group) throws InterruptedException {
        pacer.awaitTurn(group);
        return new Turn(memory.open());
    }

    /** Never throws: what goes wrong is how it ended. */
    Visited visit(DeviceJob job, DeviceAccess access, BackupPlugin plugin, Turn turn, DeviceLease lease) {
        long startedAt = System.nanoTime();
        DeviceVisit visit = visits.begin(job.platform(), access, job.parameters(), job.limits());
        try (visit) {
            lease.onLost(visit::close);
            Visited.Ending ending = ending(job, plugin, visit, new MeteredVisit(visit, turn.memory()));
            Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
            visit.close();
            return new Visited(
                    lease.isHeld() ? ending : fenced(job),
                    visit.connectedAt().orElse(null),
                    clock.instant(),
                    took.toMillis(),
                    visit.log(),
                    visit.transcript().orElse(null),
                    visit.hostKey().orElse(null));
        }
    }

    private static Visited.Ending ending(DeviceJob job, BackupPlugin plugin, DeviceVisit visit, MeteredVisit metered) {
        try {
            return switch (job) {
                case BackupJob _ -> captured(job, plugin.backup(metered), visit);
                case LoginTestJob _ -> {
                    plugin.testLogin(metered);
                    yield new Visited.Ending.LoggedIn();
                }
            };
        } catch (SessionException e) {
            SessionException judged = visit.judged(e);
            String detail = Objects.requireNonNullElse(
                    judged.getMessage(), judged.kind().name());
            visit.note(LogEntry.Severity.ERROR, detail);
            return new Visited.Ending.Failed(judged.kind(), detail);
        } catch (Throwable e) {
            // Whatever a plugin throws ends its own job and no other.
            log.error("The plugin of platform {} failed in task {}.", job.platform(), job.taskId(), e);
            return new Visited.Ending.Failed(FailureKind.INTERNAL, JobRunner.internal(e));
        }
    }

    /** The last line of defence: what is empty or too large is not stored, whichever plugin says so. */
    private static Visited.Ending captured(DeviceJob job, Collected collected, DeviceVisit visit) {
        int size = collected.content().size();
        if (size == 0) {
            return new Visited.Ending.Failed(FailureKind.INCOMPLETE, "The device gave an empty configuration.");
        }
        if (size > job.limits().bytes()) {
            return new Visited.Ending.Failed(
                    FailureKind.TOO_LARGE,
                    "The configuration has %d bytes, over the limit of %d."
                            .formatted(size, job.limits().bytes()));
        }
        visit.note(LogEntry.Severity.INFO, "Collected %d bytes.".formatted(size));
        return new Visited.Ending.Captured(collected);
    }

    private static Visited.Ending fenced(DeviceJob job) {
        return new Visited.Ending.Failed(
                FailureKind.INTERNAL,
                "The lock of device %d was lost while the session was open (Redis out of reach, or the lock removed); the session was closed."
                        .formatted(job.deviceId()));
    }
}
