package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A conversation with a device that is logged in. Used by one thread. */
sealed interface Talk permits ShellTalk, ExecTalk, ExecOrShellTalk {

    /** How long a device may be silent over what the backup can do without, where the command does not say it. */
    Duration DISPENSABLE = Duration.ofSeconds(15);

    /** Gets ready for commands. */
    void begin() throws SessionException;

    /**
     * Asks one thing.
     *
     * @param text the command's own, or a fallback
     * @param into what the answer's lines are added to
     * @return null if the device left a question unanswered that the backup can do without
     */
    @Nullable Answer ask(Command command, String text, Bytes into) throws SessionException;

    /** Why the device did not give more rights though it let the session go on; null if it gave them or none are needed. */
    @Nullable SessionException refusal();

    /** Takes leave; a device that does not answer is left without complaint. */
    void end();
}
