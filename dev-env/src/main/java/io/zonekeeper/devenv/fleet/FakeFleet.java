package io.zonekeeper.devenv.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fleet of fake devices in this process. Each has a loopback address of its own, {@code 127.10.0.1} and up, and all have one
 * port. Thread-safe.
 */
public final class FakeFleet implements AutoCloseable {

    private static final int MOST_DEVICES = 60_000;

    private final Ledger ledger;
    private final FleetServer server;
    private final Map<String, FakeDevice> devices = new LinkedHashMap<>();
    private final Map<String, RawListener> rawListeners = new HashMap<>();

    private FakeFleet(Ledger ledger, FleetServer server) {
        this.ledger = ledger;
        this.server = server;
    }

    /** Starts without devices, on a free port. */
    public static FakeFleet start() throws IOException {
        return start(0);
    }

    /** @param port of all devices, 0: a free one */
    public static FakeFleet start(int port) throws IOException {
        Ledger ledger = new Ledger();
        return new FakeFleet(ledger, FleetServer.start(ledger, port));
    }

    public int port() {
        return server.getPort();
    }

    public Ledger ledger() {
        return ledger;
    }

    /** @throws IllegalArgumentException if the name is taken or the fleet is full */
    public synchronized FakeDevice add(DeviceSpec spec) throws IOException {
        if (devices.containsKey(spec.name())) {
            throw new IllegalArgumentException("name: \"%s\" is taken by another device".formatted(spec.name()));
        }
        if (devices.size() >= MOST_DEVICES) {
            throw new IllegalArgumentException("the fleet is full: %d devices".formatted(MOST_DEVICES));
        }
        FakeDevice device = new FakeDevice(spec, new InetSocketAddress(address(devices.size() + 1), port()));
        server.listenFor(device);
        devices.put(spec.name(), device);
        return device;
    }

    public synchronized Collection<FakeDevice> devices() {
        return List.copyOf(devices.values());
    }

    public synchronized Optional<FakeDevice> find(String name) {
        return Optional.ofNullable(devices.get(name));
    }

    /** Sessions that are open already go on as they are, except that the next command meets the new behaviour. */
    public synchronized void setBehaviour(FakeDevice device, Behaviour behaviour) throws IOException {
        if (device.behaviour() == behaviour) {
            return;
        }
        RawListener raw = rawListeners.remove(device.name());
        if (raw != null) {
            raw.close();
        }
        boolean spokeSsh = device.behaviour().speaksSsh();
        device.setBehaviour(behaviour);
        if (spokeSsh && !behaviour.speaksSsh()) {
            server.stopListeningFor(device);
        } else if (!spokeSsh && behaviour.speaksSsh()) {
            server.listenFor(device);
        }
        if (!behaviour.speaksSsh() && behaviour != Behaviour.UNREACHABLE) {
            rawListeners.put(device.name(), new RawListener(device, ledger, behaviour == Behaviour.RESET));
        }
    }

    @Override
    public synchronized void close() throws IOException {
        for (RawListener raw : rawListeners.values()) {
            raw.close();
        }
        server.stop(true);
    }

    private static InetAddress address(int number) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 10, (byte) (number / 250), (byte) (number % 250 + 1)});
    }
}
