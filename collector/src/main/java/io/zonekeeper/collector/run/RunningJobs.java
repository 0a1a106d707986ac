package io.zonekeeper.collector.run;

import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.wire.TaskId;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The jobs at work, and how many ended how since the start. Thread-safe. */
public final class RunningJobs {

    private final ConcurrentHashMap<TaskId, Integer> tasks = new ConcurrentHashMap<>();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    void begin(TaskId task) {
        tasks.merge(task, 1, Integer::sum);
    }

    void end(TaskId task) {
        tasks.computeIfPresent(task, (_, count) -> count == 1 ? null : count - 1);
    }

    void count(JobResult result) {
        if (result instanceof JobResult.Failed) {
            countFailed();
        } else {
            done.incrementAndGet();
        }
    }

    void countFailed() {
        failed.incrementAndGet();
    }

    boolean isAnyAtWork() {
        return !tasks.isEmpty();
    }

    public List<TaskId> tasks() {
        return List.copyOf(tasks.keySet());
    }

    public long done() {
        return done.get();
    }

    public long failed() {
        return failed.get();
    }
}
