package io.zonekeeper.orchestrator.dispatch;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.Setting;
import java.time.Duration;
import java.util.List;

/**
 * How attempts are issued.
 *
 * @param startWindow from publishing to the latest start
 * @param maxAttempts of one job
 * @param retryBackoff to the second attempt; doubled for each one after it
 * @param ticking whether this process fires schedules, dispatches and settles at all
 */
public record DispatchSettings(Duration startWindow, int maxAttempts, Duration retryBackoff, boolean ticking) {

    public static final Setting START_WINDOW = Setting.of(
            "ZONEKEEPER_START_WINDOW",
            "1h",
            "How long a job may wait in its group's queue before a collector starts it; later it ends EXPIRED.");

    public static final Setting MAX_ATTEMPTS =
            Setting.of("ZONEKEEPER_MAX_ATTEMPTS", "3", "Attempts at one job, the first included.");

    public static final Setting RETRY_BACKOFF = Setting.of(
            "ZONEKEEPER_RETRY_BACKOFF",
            "60s",
            "Pause before the second attempt at a job; doubled for each one after it.");

    public static final Setting TICKING = Setting.of(
            "ZONEKEEPER_TICKING",
            "true",
            "false for a process that only serves pages and the API, while another one schedules and dispatches.");

    /** For the table of settings. */
    public static final List<Setting> ALL = List.of(START_WINDOW, MAX_ATTEMPTS, RETRY_BACKOFF, TICKING);

    static DispatchSettings read(Environment environment) {
        return new DispatchSettings(
                environment.duration(START_WINDOW),
                (int) environment.number(MAX_ATTEMPTS, 1, 100),
                environment.duration(RETRY_BACKOFF),
                environment.flag(TICKING));
    }
}
