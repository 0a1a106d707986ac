package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.Services;
import io.zonekeeper.devenv.stack.StackException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes scenes; faults that need the same one share it, until one of them has broken something. For one thread. */
final class Scenes implements AutoCloseable {

    private static final int SLOTS = 100;
    private static final int SESSIONS = 50;
    private static final int UNSTORED = 20;

    private final Path folder;
    private final int devices;
    private final long seed;
    private final ServiceControl services;
    private @Nullable Trials shared;

    /** Of a run in which nothing goes wrong, before one was timed. */
    private double workSeconds = 30;

    /**
     * @param folder holds jars/; logs go there
     * @param devices of the shared scene
     * @param services of which a fault may have left one that does not run
     */
    Scenes(Path folder, int devices, long seed, ServiceControl services) {
        this.folder = folder;
        this.devices = devices;
        this.seed = seed;
        this.services = services;
    }

    /** The shared scene a fault needs; one that is new has had a run without any fault, which is in the report. */
    Trials shared(Fault fault, Report made) throws Exception {
        Trials trials = shared;
        if (trials != null && trials.scene().plan().collectors() == fault.collectors()) {
            return trials;
        }
        endShared();
        trials = trials(make("safe", fault.collectors(), "", devices));
        shared = trials;
        if (fault.collectors() > 0) {
            Trial trial = trials.runWithoutFault();
            made.add(trial, trial.holds());
            workSeconds = trial.seconds();
        } else {
            trials.expectWork(workSeconds);
        }
        return trials;
    }

    static Trials trials(Scene scene) {
        int count = scene.plan().devices();
        return new Trials(scene, Math.min(SESSIONS, count / 4), Math.min(UNSTORED, count / 10));
    }

    Scene make(String name, int collectors, String unsafe, int count) throws Exception {
        services.start();
        String labelled = unsafe.isEmpty() ? name : name + "-without-" + unsafe.replace(',', '-');
        return new Scene(
                Installation.ofFolder(folder.resolve("jars")),
                Services.of(System.getenv()),
                folder.resolve(labelled + "-" + System.currentTimeMillis()),
                new Scene.Plan(count, SLOTS, collectors, unsafe, seed));
    }

    /** The next fault begins with a new scene. What a fault has broken may keep the old one from being cleared away. */
    void endShared() throws Exception {
        Trials old = shared;
        shared = null;
        if (old != null) {
            try {
                old.scene().close();
            } catch (StackException e) {
                System.err.println("A scene was not cleared away: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() throws Exception {
        endShared();
    }
}
