package io.zonekeeper.collector.run;

import io.zonekeeper.collector.ssh.Connector;
import io.zonekeeper.collector.ssh.SshConnector;
import io.zonekeeper.collector.ssh.Watchdog;
import io.zonekeeper.collector.telnet.TelnetConnector;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.result.LogEntry;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Begins visits, for jobs and for {@code try} alike. One for a process; thread-safe. */
public final class Visits implements AutoCloseable {

    private final Watchdog watchdog = new Watchdog();
    private final Connector connector;
    private final Clock clock;

    /** @param connector made with the watchdog that keeps the limits of all visits */
    public Visits(Function<Watchdog, Connector> connector, Clock clock) {
        this.connector = connector.apply(watchdog);
        this.clock = clock;
    }

    public static Visits overSsh(Clock clock) {
        return new Visits(SshConnector::new, clock);
    }

    /** Over SSH, and over Telnet where a platform asks for it. */
    public static Visits overNetwork(Clock clock) {
        return new Visits(watchdog -> new ByProtocol(new SshConnector(watchdog), new TelnetConnector()), clock);
    }

    /**
     * Begins a visit; its limits run from here. To be closed by the caller.
     *
     * @param source who speaks in the log, the platform's key
     */
    public DeviceVisit begin(String source, DeviceAccess access, Map<String, String> parameters, Limits limits) {
        return begin(source, access, parameters, limits, _ -> {});
    }

    /** @param listener told each line of the log as it is written */
    public DeviceVisit begin(
            String source,
            DeviceAccess access,
            Map<String, String> parameters,
            Limits limits,
            Consumer<LogEntry> listener) {
        return new DeviceVisit(connector, watchdog, clock, source, access, parameters, limits, listener);
    }

    /** Ends the watch over limits; to be called when no visit is under way. */
    @Override
    public void close() {
        watchdog.close();
    }
}
