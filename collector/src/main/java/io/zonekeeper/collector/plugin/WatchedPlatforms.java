package io.zonekeeper.collector.plugin;

import io.zonekeeper.common.platform.DefinitionException;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.wire.Heartbeat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platforms of an operator's directory as it is now: it is read anew when a file in it changes. While there is a mistake in
 * it, what was read last without one stays in use. Thread-safe.
 */
public final class WatchedPlatforms implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WatchedPlatforms.class);

    private record Stamp(Path file, long modified, long size) {}

    private final Path directory;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("platforms").factory());
    private List<Stamp> seen;
    private volatile Platforms current;

    /**
     * Reads the directory and looks at it again and again until it is closed.
     *
     * @throws SettingException if it cannot be read
     * @throws DefinitionException with every mistake of every file
     */
    public WatchedPlatforms(Path directory, Duration period) {
        this.directory = directory;
        this.seen = stamps();
        this.current = Platforms.load(directory);
        timer.scheduleWithFixedDelay(this::look, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The plugin of that key or, ignoring case, of that alias. */
    public Optional<BackupPlugin> find(String name) {
        return current.find(name);
    }

    /** What the collector says of its platforms now, ordered by key. */
    public List<Heartbeat.AnnouncedPlatform> announced() {
        return current.announced();
    }

    private void look() {
        List<Stamp> now = stamps();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            current = Platforms.load(directory);
            log.info(
                    "The platform definitions in {} were read anew: {} platforms.",
                    directory,
                    current.announced().size());
        } catch (DefinitionException | SettingException e) {
            log.warn("{} The definitions read before stay in use.", e.getMessage());
        } catch (RuntimeException e) {
            log.error("The platform definitions in {} were not read through a fault of this collector.", directory, e);
        }
    }

    /** What tells one state of the directory from another; nothing where it cannot be read, which reading it says. */
    private List<Stamp> stamps() {
        List<Stamp> stamps = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path file : entries.filter(entry -> entry.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.add(new Stamp(file, attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), attributes.size()));
            }
        } catch (IOException e) {
            log.debug("The directory {} is changing or cannot be read: {}", directory, e.toString());
        }
        return stamps;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
