package io.zonekeeper.devenv.fleet;

import java.io.IOException;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.DefaultKeyboardInteractiveAuthenticator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One SSH server that listens on the addresses of all devices: its threads and keys are shared. */
final class FleetServer extends SshServer {

    private static final Logger LOG = LoggerFactory.getLogger(FleetServer.class);

    private final Map<SocketAddress, FakeDevice> devices = new ConcurrentHashMap<>();

    private FleetServer() {}

    /** Starts on the loopback address itself, which chooses the port that all devices then have too. */
    static FleetServer start(Ledger ledger, int port) throws IOException {
        FleetServer server =
                (FleetServer) ServerBuilder.builder().factory(FleetServer::new).build();
        server.configure(ledger, port);
        server.start();
        return server;
    }

    void listenFor(FakeDevice device) throws IOException {
        devices.put(device.socketAddress(), device);
        acceptor.bind(device.socketAddress());
    }

    void stopListeningFor(FakeDevice device) {
        acceptor.unbind(device.socketAddress());
    }

    private void configure(Ledger ledger, int port) {
        HostKeys hostKeys = new HostKeys();
        setHost("127.0.0.1");
        setPort(port);
        setKeyPairProvider(new KeyPairProvider() {
            @Override
            public Iterable<KeyPair> loadKeys(SessionContext session) {
                FakeDevice device = devices.get(session.getLocalAddress());
                return List.of(hostKeys.get(device == null ? 0 : device.hostKey()));
            }
        });
        setPasswordAuthenticator((username, password, session) -> {
            Visit visit = session.getAttribute(Visit.KEY);
            return visit != null && visit.login(username, password);
        });
        setKeyboardInteractiveAuthenticator(DefaultKeyboardInteractiveAuthenticator.INSTANCE);
        setShellFactory(channel -> new DeviceCommand(visit(channel.getSession()), null));
        setCommandFactory((channel, command) -> new DeviceCommand(visit(channel.getSession()), command));
        addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                FakeDevice device = devices.get(session.getLocalAddress());
                if (device != null) {
                    session.setAttribute(Visit.KEY, new Visit(device, ledger, session));
                }
            }

            @Override
            public void sessionException(Session session, Throwable cause) {
                LOG.debug("{}: {}", session, cause.toString());
            }

            @Override
            public void sessionClosed(Session session) {
                Visit visit = session.removeAttribute(Visit.KEY);
                if (visit != null) {
                    visit.closed();
                }
            }
        });
        CoreModuleProperties.TCP_NODELAY.set(this, true);
        CoreModuleProperties.SOCKET_BACKLOG.set(this, 128);
        CoreModuleProperties.IDLE_TIMEOUT.set(this, Duration.ofMinutes(20));
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(this, Duration.ofMinutes(21));
        CoreModuleProperties.WELCOME_BANNER.set(this, "");
    }

    private static Visit visit(Session session) throws IOException {
        Visit visit = session.getAttribute(Visit.KEY);
        if (visit == null) {
            throw new IOException(
                    "no device has the address " + session.getIoSession().getLocalAddress());
        }
        return visit;
    }
}
