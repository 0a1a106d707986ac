package io.zonekeeper.devenv.stack;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;

/** The runnable jars of the product. */
public record Installation(Path orchestrator, Path collector, Path consumer) {

    public Installation {
        requireNonNull(orchestrator, "orchestrator is null");
        requireNonNull(collector, "collector is null");
        requireNonNull(consumer, "consumer is null");
    }

    /** The jars where the build puts them. */
    public static Installation ofClone(Path root) {
        return new Installation(built(root, "orchestrator"), built(root, "collector"), built(root, "consumer"));
    }

    /** The jars side by side in a folder. */
    public static Installation ofFolder(Path folder) {
        return new Installation(jar(folder, "orchestrator"), jar(folder, "collector"), jar(folder, "consumer"));
    }

    /** The JDK this process runs on. */
    static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    private static Path built(Path root, String module) {
        return jar(root.resolve(module).resolve("target"), module);
    }

    private static Path jar(Path folder, String module) {
        Path jar =
                folder.resolve("zonekeeper-" + module + ".jar").toAbsolutePath().normalize();
        if (!Files.isRegularFile(jar)) {
            throw new StackException("%s is not there: build it with mvn package.".formatted(jar));
        }
        return jar;
    }
}
