package io.zonekeeper.devenv.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A process and all below it, as Linux accounts for them. Children that have ended count with their parent. */
final class ProcessTree {

    private static final Path PROC = Path.of("/proc");
    private static final double MILLIS_PER_TICK = 10;
    private static final int PARENT = 1;
    private static final int FIRST_TIME = 11;
    private static final int TIMES = 4;

    private final String name;
    private final long root;

    /** @param name of the process in reports */
    ProcessTree(String name, long root) {
        this.name = name;
        this.root = root;
    }

    String name() {
        return name;
    }

    long root() {
        return root;
    }

    /** Processor time in milliseconds since the start. */
    double cpuMillis() {
        double ticks = 0;
        for (long pid : pids()) {
            ticks += stat(pid)
                    .map(fields -> Stream.of(fields)
                            .skip(FIRST_TIME)
                            .limit(TIMES)
                            .mapToDouble(Double::parseDouble)
                            .sum())
                    .orElse(0.0);
        }
        return ticks * MILLIS_PER_TICK;
    }

    /** Resident kilobytes; pages that processes of the tree share are counted once. */
    long residentKilobytes() {
        long own = 0;
        long file = 0;
        long shared = 0;
        for (long pid : pids()) {
            List<String> status = status(pid);
            own += kilobytes(status, "RssAnon:");
            file = Math.max(file, kilobytes(status, "RssFile:"));
            shared = Math.max(shared, kilobytes(status, "RssShmem:"));
        }
        return own + file + shared;
    }

    private List<Long> pids() {
        try (Stream<ProcessHandle> below = ProcessHandle.of(root).stream().flatMap(ProcessHandle::descendants)) {
            return Stream.concat(Stream.of(root), below.map(ProcessHandle::pid)).toList();
        }
    }

    /** The fields after the name, which may hold blanks. */
    private static Optional<String[]> stat(long pid) {
        try {
            String text = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return fields.length > PARENT + FIRST_TIME + TIMES ? Optional.of(fields) : Optional.empty();
        } catch (IOException e) {
            // It has ended, and its parent has its times.
            return Optional.empty();
        }
    }

    private static List<String> status(long pid) {
        try {
            return Files.readAllLines(PROC.resolve(Long.toString(pid)).resolve("status"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static long kilobytes(List<String> status, String field) {
        return status.stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
