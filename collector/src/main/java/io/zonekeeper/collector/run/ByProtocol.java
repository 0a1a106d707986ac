package io.zonekeeper.collector.run;

import io.zonekeeper.collector.ssh.Connector;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;

/** Opens sessions over the protocol that is asked for. */
record ByProtocol(Connector ssh, Connector telnet) implements Connector {

    @Override
    public DeviceSession connect(DeviceAccess access, Options options, Deadline deadline) throws SessionException {
        return switch (options.protocol()) {
            case SSH -> ssh.connect(access, options, deadline);
            case TELNET -> telnet.connect(access, options, deadline);
        };
    }
}
