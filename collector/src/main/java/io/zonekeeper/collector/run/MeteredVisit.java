package io.zonekeeper.collector.run;

import io.zonekeeper.collector.plugin.Visit;
import io.zonekeeper.collector.ssh.Connector;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.result.LogEntry;
import java.util.Map;

/** A visit whose bytes count against the budget of all sessions. */
record MeteredVisit(DeviceVisit visit, MemoryBudget.Share memory) implements Visit {

    @Override
    public DeviceAccess access() {
        return visit.access();
    }

    @Override
    public Map<String, String> parameters() {
        return visit.parameters();
    }

    @Override
    public Deadline deadline() {
        return visit.deadline();
    }

    @Override
    public long maxBytes() {
        return visit.maxBytes();
    }

    @Override
    public DeviceSession connect(Connector.Options options) throws SessionException {
        return visit.connect(options);
    }

    @Override
    public void log(LogEntry.Severity severity, String message) {
        visit.log(severity, message);
    }

    @Override
    public void sent(String shown) {
        visit.sent(shown);
    }

    @Override
    public void took(int bytes) {
        memory.take(bytes, visit.deadline());
    }

    @Override
    public void received(byte[] bytes, int length) {
        visit.received(bytes, length);
    }

    @Override
    public void leftOut(long bytes) {
        visit.leftOut(bytes);
    }
}
