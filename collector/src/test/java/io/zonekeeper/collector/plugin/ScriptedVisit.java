package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.Connector;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.result.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A visit to a scripted device that keeps what it is told. */
final class ScriptedVisit implements Visit {

    private final DeviceSession session;
    final List<String> sent = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    final Map<String, String> parameters = new HashMap<>();
    final StringBuilder shown = new StringBuilder();
    long received;
    long maxBytes = 10 * 1024 * 1024;

    @Nullable String enableSecret = "enable-secret";

    Deadline deadline = Deadline.after(Duration.ofMinutes(4));

    ScriptedVisit(DeviceSession session) {
        this.session = session;
    }

    @Override
    public DeviceAccess access() {
        return new DeviceAccess("192.0.2.1", 0, null, "admin", null, null, null, enableSecret);
    }

    @Override
    public Map<String, String> parameters() {
        return parameters;
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public long maxBytes() {
        return maxBytes;
    }

    @Override
    public DeviceSession connect(Connector.Options options) {
        return session;
    }

    @Override
    public void log(LogEntry.Severity severity, String message) {
        log.add(severity + " " + message);
    }

    @Override
    public void sent(String shown) {
        sent.add(shown);
    }

    @Override
    public void took(int bytes) {
        received += bytes;
    }

    @Override
    public void received(byte[] bytes, int length) {
        shown.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void leftOut(long bytes) {
        shown.append("[... %d bytes left out ...]\n".formatted(bytes));
    }
}
