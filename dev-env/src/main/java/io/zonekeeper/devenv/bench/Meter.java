package io.zonekeeper.devenv.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Processor time and peak memory of some processes from its start on. */
final class Meter implements AutoCloseable {

    private static final long PAUSE_MILLIS = 500;

    private final List<ProcessTree> processes;
    private final Map<String, Double> before = new LinkedHashMap<>();
    private final Map<String, Long> peaks = new LinkedHashMap<>();
    private final Thread watcher;

    Meter(List<ProcessTree> processes) {
        this.processes = List.copyOf(processes);
        processes.forEach(process -> before.put(process.name(), process.cpuMillis()));
        look();
        watcher = Thread.ofPlatform().daemon().name("meter").start(this::watch);
    }

    /** Milliseconds of processor time by process. */
    Map<String, Double> cpuMillis() {
        Map<String, Double> spent = new LinkedHashMap<>();
        for (ProcessTree process : processes) {
            spent.put(process.name(), process.cpuMillis() - before.getOrDefault(process.name(), 0.0));
        }
        return spent;
    }

    /** The most resident megabytes seen by process. */
    synchronized Map<String, Double> peakMegabytes() {
        Map<String, Double> megabytes = new LinkedHashMap<>();
        peaks.forEach((name, kilobytes) -> megabytes.put(name, kilobytes / 1024.0));
        return megabytes;
    }

    /** Of one of the processes. */
    double peakMegabytes(String process) {
        return peakMegabytes().getOrDefault(process, 0.0);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(PAUSE_MILLIS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        for (ProcessTree process : processes) {
            note(process.name(), process.residentKilobytes());
        }
    }

    private synchronized void note(String name, long kilobytes) {
        peaks.merge(name, kilobytes, Math::max);
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
