package io.zonekeeper.collector.telnet;

import io.zonekeeper.collector.ssh.Connector;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.collector.ssh.Shown;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.result.FailureKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

/** Opens sessions over Telnet; the login is part of what is said in their shells. Thread-safe. */
public final class TelnetConnector implements Connector {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(15);

    @Override
    public DeviceSession connect(DeviceAccess access, Options options, Deadline deadline) throws SessionException {
        int port = access.port() == 0 ? options.defaultPort() : access.port();
        String device = Shown.target(access.address(), port);
        if (deadline.isOver()) {
            throw new SessionException(FailureKind.TIMED_OUT, "No time was left to connect to %s.".formatted(device));
        }
        Duration left = deadline.left();
        Duration timeout = left.compareTo(LONGEST_CONNECT) < 0 ? left : LONGEST_CONNECT;
        try {
            return TelnetSession.open(device, InetAddress.getByName(access.address()), port, timeout);
        } catch (IOException e) {
            throw new SessionException(FailureKind.UNREACHABLE, unreachable(device, access.address(), timeout, e), e);
        }
    }

    private static String unreachable(String device, String address, Duration timeout, IOException cause) {
        return switch (cause) {
            case UnknownHostException _ -> "The name %s is not known here.".formatted(Shown.text(address));
            case SocketTimeoutException _ ->
                "%s did not answer within %d s.".formatted(device, Math.max(1, timeout.toSeconds()));
            case ConnectException _ -> "%s refused the connection (%s).".formatted(device, Shown.reason(cause));
            default -> "%s cannot be reached (%s).".formatted(device, Shown.reason(cause));
        };
    }
}
