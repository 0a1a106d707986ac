package io.zonekeeper.orchestrator.run;

import java.time.Duration;
import java.time.Instant;

/** How long a run goes on, at the pace of its jobs that have ended. */
final class RunPace {

    /** Fewer ended jobs say nothing about the others. */
    static final int LEAST_ENDED = 5;

    private static final int MINUTES_UNTIL_HOURS = 120;

    /** @return in words, rounded up; empty if nothing is open, or too few have ended to tell */
    static String left(Run run, Instant now) {
        RunCounts counts = run.counts();
        int ended = counts.success() + counts.failure();
        Duration elapsed = Duration.between(run.createdAt(), now);
        if (counts.open() == 0 || ended < LEAST_ENDED || !elapsed.isPositive()) {
            return "";
        }
        Duration left = elapsed.multipliedBy(counts.open()).dividedBy(ended);
        long minutes = left.plusMinutes(1).minusNanos(1).toMinutes();
        if (minutes <= 1) {
            return "less than a minute left";
        }
        return minutes < MINUTES_UNTIL_HOURS
                ? "about %d min left".formatted(minutes)
                : "about %d h left".formatted((minutes + 59) / 60);
    }

    private RunPace() {}
}
