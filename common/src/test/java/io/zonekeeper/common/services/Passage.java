package io.zonekeeper.common.services;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a service that can be barred: then open connections break and new ones are refused. */
public final class Passage implements AutoCloseable {

    private final InetSocketAddress target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket door;

    public Passage(String url) {
        URI uri = URI.create(url);
        target = new InetSocketAddress(uri.getHost(), uri.getPort());
        door = listen(0);
        port = door.getLocalPort();
        accept(door);
    }

    /** The same URL by this way. */
    public String through(String url) {
        return url.replace(
                "@%s:%d".formatted(target.getHostString(), target.getPort()), "@127.0.0.1:%d".formatted(port));
    }

    public synchronized void bar() {
        close(door);
        sockets.forEach(Passage::close);
        sockets.clear();
    }

    public synchronized void open() {
        door = listen(port);
        accept(door);
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listening) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket near = listening.accept();
                    Socket far = new Socket();
                    sockets.add(near);
                    sockets.add(far);
                    far.connect(target, 2_000);
                    pump(near, far);
                    pump(far, near);
                }
            } catch (IOException e) {
                close(listening);
            }
        });
    }

    private void pump(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                sockets.remove(from);
            } finally {
                sockets.remove(to);
            }
        });
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        bar();
    }
}
