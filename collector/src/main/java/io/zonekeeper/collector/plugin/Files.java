package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.platform.PlatformDefinition.Fetch;
import io.zonekeeper.common.platform.PlatformDefinition.FileProtocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies files of one device. Used by one thread. */
final class Files {

    private final Visit visit;
    private final DeviceSession session;
    private final Intake intake;
    private final Duration idle;

    /** @param idle how long the device may be silent where a command does not say it */
    Files(Visit visit, DeviceSession session, Intake intake, Duration idle) {
        this.visit = visit;
        this.session = session;
        this.intake = intake;
        this.idle = idle;
    }

    /**
     * Copies a file by the first protocol by which the device gives it: a text as lines that each end with a line feed, a binary
     * file as it is.
     *
     * @return why the device does not give it; null if it did
     */
    @Nullable String copy(Command command, String path, Bytes into) throws SessionException {
        Fetch fetch = Objects.requireNonNull(command.fetch(), "the command fetches no file");
        int before = into.size();
        String refused = "";
        for (FileProtocol protocol : fetch.by()) {
            intake.sent("%s %s".formatted(protocol.name().toLowerCase(Locale.ROOT), path));
            intake.nextAnswer();
            Optional<String> refusal = copy(command, fetch, path, protocol, into);
            if (refusal.isEmpty()) {
                tell("[%d bytes]\n".formatted(into.size() - before));
                return null;
            }
            refused = refusal.get();
            tell(refused + "\n");
            into.cutTo(before);
        }
        return refused;
    }

    private Optional<String> copy(Command command, Fetch fetch, String path, FileProtocol protocol, Bytes into)
            throws SessionException {
        DeviceSession.Patience patience = visit.patience(command, idle);
        if (fetch.binary()) {
            return session.copyFile(path, protocol, intake.left(), patience, (bytes, count) -> {
                intake.count(count);
                into.add(bytes, 0, count);
            });
        }
        Terminal terminal = new Terminal(new Answer("", false, into));
        Optional<String> refusal = session.copyFile(path, protocol, intake.left(), patience, (bytes, count) -> {
            intake.count(count);
            terminal.feed(bytes, count);
        });
        terminal.finish();
        return refusal;
    }

    private void tell(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        intake.show(bytes, bytes.length);
        intake.pass();
    }
}
