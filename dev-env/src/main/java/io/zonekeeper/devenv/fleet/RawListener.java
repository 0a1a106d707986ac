package io.zonekeeper.devenv.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens in place of a device that does not speak SSH: keeps connections without a word, or resets them. */
final class RawListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RawListener.class);

    private final FakeDevice device;
    private final Ledger ledger;
    private final boolean reset;
    private final ServerSocket server = new ServerSocket();
    private final Thread listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    RawListener(FakeDevice device, Ledger ledger, boolean reset) throws IOException {
        this.device = device;
        this.ledger = ledger;
        this.reset = reset;
        server.setReuseAddress(true);
        server.bind(device.socketAddress(), 128);
        listening = Thread.ofVirtual().name("listener-" + device.name()).start(this::accept);
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            // The port is free only when the thread that waits for visitors has let go of it.
            listening.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> keep(socket));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                LOG.error("{} cannot be listened for any more", device.name(), e);
            }
        }
    }

    private void keep(Socket socket) {
        long session = ledger.opened(device.name());
        try (socket) {
            if (reset) {
                // Closing with unsent time zero sends RST in place of FIN.
                socket.setSoLinger(true, 0);
            } else {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        } catch (SocketException e) {
            LOG.debug("{}: the visitor left: {}", device.name(), e.toString());
        } catch (IOException e) {
            LOG.warn("{}: a connection ended: {}", device.name(), e.toString());
        } finally {
            open.remove(socket);
            ledger.closed(device.name(), session, false);
        }
    }
}
