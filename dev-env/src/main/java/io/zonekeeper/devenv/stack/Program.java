package io.zonekeeper.devenv.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process that was started here, and its log. */
public final class Program {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final int TAIL_LINES = 25;

    private final String name;
    private final Path log;
    private final Process process;

    private Program(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts it in a folder, with its output appended to {@code <name>.log} there.
     *
     * @param environment besides this process's own, from which every ZONEKEEPER and DEVICEVAULT setting is left out
     */
    public static Program start(String name, Path folder, Map<String, String> environment, List<String> command) {
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("ZONEKEEPER_") || key.startsWith("DEVICEVAULT_"));
        builder.environment().putAll(environment);
        try {
            return new Program(name, log, builder.start());
        } catch (IOException e) {
            throw new StackException("%s cannot be started: %s".formatted(name, e.getMessage()), e);
        }
    }

    public String name() {
        return name;
    }

    public Path log() {
        return log;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Kills it as {@code kill -9} does, and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(STOP_PATIENCE);
    }

    /** Stops it in mid-step, as SIGSTOP does, until {@link #resume}. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    /** Asks it to end, and returns at once. */
    public void terminate() {
        process.destroy();
    }

    /** Empty while it runs. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new StackException("%s did not get the signal %s.".formatted(name, signal));
            }
        } catch (IOException e) {
            throw new StackException("kill cannot be run: %s".formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The wait for kill was interrupted.", e);
        }
    }

    /** Asks it to end, and kills it when it has not after 20 s. */
    public void stop() {
        process.destroy();
        if (!awaitEnd(STOP_PATIENCE)) {
            kill();
        }
    }

    /** The last lines of its log, indented. */
    public String tail() {
        return tail(TAIL_LINES);
    }

    String tail(int count) {
        try {
            List<String> lines = lines();
            return "The end of %s:%n%s"
                    .formatted(
                            log,
                            String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()))
                                    .indent(2));
        } catch (StackException e) {
            return "%s cannot be read: %s".formatted(log, e.getCause());
        }
    }

    /** Its log so far. */
    public List<String> lines() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new StackException("%s cannot be read: %s".formatted(log, e.getMessage()), e);
        }
    }

    private boolean awaitEnd(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
