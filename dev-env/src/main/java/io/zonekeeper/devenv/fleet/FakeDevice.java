package io.zonekeeper.devenv.fleet;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A device of the fleet: what it is, and how it behaves just now. Thread-safe. */
public final class FakeDevice {

    private final DeviceSpec spec;
    private final InetSocketAddress address;
    private final AtomicLong visits = new AtomicLong();
    private final Object thinking = new Object();

    private volatile Behaviour behaviour = Behaviour.NORMAL;
    private volatile String password;
    private volatile Duration thinkTime = Duration.ZERO;
    private volatile int revision = 1;
    private volatile int hostKey;

    FakeDevice(DeviceSpec spec, InetSocketAddress address) {
        this.spec = spec;
        this.address = address;
        this.password = spec.password();
    }

    public String name() {
        return spec.name();
    }

    public Platform platform() {
        return spec.platform();
    }

    public String address() {
        return address.getAddress().getHostAddress();
    }

    public int port() {
        return address.getPort();
    }

    public Behaviour behaviour() {
        return behaviour;
    }

    public int revision() {
        return revision;
    }

    public int hostKey() {
        return hostKey;
    }

    public Duration thinkTime() {
        return thinkTime;
    }

    /** Each revision has another configuration; going back gives the old one again. */
    public void setRevision(int revision) {
        this.revision = revision;
    }

    /** How long it takes to think before the answer to each command, those it thinks about now among them. */
    public void setThinkTime(Duration thinkTime) {
        synchronized (thinking) {
            this.thinkTime = thinkTime;
            thinking.notifyAll();
        }
    }

    /** Takes its time. */
    void think() throws InterruptedException {
        if (thinkTime.isZero()) {
            return;
        }
        long begun = System.nanoTime();
        synchronized (thinking) {
            long left = thinkTime.toNanos();
            while (left > 0) {
                TimeUnit.NANOSECONDS.timedWait(thinking, left);
                left = thinkTime.toNanos() - (System.nanoTime() - begun);
            }
        }
    }

    /** Which of the fleet's host keys it shows to whoever connects from now on. */
    public void setHostKey(int hostKey) {
        if (hostKey < 0 || hostKey >= HostKeys.COUNT) {
            throw new IllegalArgumentException(
                    "host_key: %d (expected: 0 to %d)".formatted(hostKey, HostKeys.COUNT - 1));
        }
        this.hostKey = hostKey;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    void setBehaviour(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    DeviceSpec spec() {
        return spec;
    }

    InetSocketAddress socketAddress() {
        return address;
    }

    boolean admits(String username, String offered) {
        return behaviour != Behaviour.WRONG_PASSWORD && spec.username().equals(username) && password.equals(offered);
    }

    /** As the device shows it to one visitor; differs from visit to visit in the lines that do on real devices. */
    String nextConfiguration() {
        return configuration(visits.incrementAndGet());
    }

    /** As the device would show it, counted as nobody's visit. */
    public String configuration() {
        return configuration(visits.get());
    }

    private String configuration(long visit) {
        ConfigurationSeed seed =
                new ConfigurationSeed(spec.name(), spec.seed(), revision, spec.configBytes(), visit, Instant.now());
        return switch (spec.platform()) {
            case CISCO_IOS -> CiscoConfiguration.of(seed);
            case JUNOS -> JunosConfiguration.of(seed);
            case ROUTEROS -> RouterOsConfiguration.of(seed);
            case LINUX -> LinuxConfiguration.of(seed);
        };
    }
}
