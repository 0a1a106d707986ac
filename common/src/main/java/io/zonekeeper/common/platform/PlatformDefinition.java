package io.zonekeeper.common.platform;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a kind of device, as read from YAML and complete in itself: inheritance is resolved. Immutable.
 *
 * @param key what the product calls the platform: lower-case letters, digits and hyphens
 * @param setup commands sent once after login; their answers, errors too, are not looked at
 * @param commands in the order they are asked; at least one has the role {@link Role#CONFIG}
 * @param hash SHA-256 in hexadecimal of the content, independent of comments and of the order of keys
 */
public record PlatformDefinition(
        String key,
        @Nullable String vendor,
        String displayName,
        Aliases aliases,
        @Nullable Proof proof,
        Reach reach,
        Dialogue dialogue,
        List<Command> setup,
        List<Command> commands,
        TextRules rules,
        Complete complete,
        String hash) {

    public PlatformDefinition {
        setup = List.copyOf(setup);
        commands = List.copyOf(commands);
    }

    /** Names other systems use for the platform. */
    public record Aliases(List<String> oxidized, List<String> netmiko, List<String> napalm) {

        /** Each once, ordered. */
        public List<String> all() {
            return Stream.of(oxidized, netmiko, napalm)
                    .flatMap(List::stream)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    /** How the definition was shown to work. */
    public enum Proof {
        /** A recording of a real device passes. */
        RECORDED,
        /** A dialogue written from the vendor's documentation passes. */
        SIMULATED
    }

    public enum Transport {
        /** An interactive shell over SSH, with prompts. */
        SSH_SHELL,
        /** One command a time over SSH, without prompt or echo. */
        SSH_EXEC,
        TELNET
    }

    /**
     * How the device is reached.
     *
     * @param transports in the order of preference, at least one
     * @param port 0 for the transport's own default
     * @param legacyAlgorithms whether old SSH algorithms are offered too
     */
    public record Reach(List<Transport> transports, int port, boolean legacyAlgorithms) {}

    /**
     * How to talk in an interactive shell.
     *
     * @param lineEnd what ends a command
     * @param prompt matches the whole line the cursor stands on; the group {@code name}, if there is one, is the part that stays
     *     the same throughout a session. Null where no transport has a prompt
     * @param login questions that may come before the first prompt
     * @param pager questions that may come within any answer
     * @param errors found among the first lines of an answer, they mark the command as not supported
     * @param idle how long the device may be silent
     */
    public record Dialogue(
            String lineEnd,
            int columns,
            int rows,
            @Nullable Pattern prompt,
            List<Reply> login,
            @Nullable Elevation elevation,
            List<Reply> pager,
            List<Pattern> errors,
            Logout logout,
            Duration idle) {}

    /**
     * What to send when a text stands at the end of what came.
     *
     * @param send may hold the placeholders {@code {username}}, {@code {password}} and {@code {enable_secret}}
     * @param lineEnd whether the line end follows
     */
    public record Reply(Pattern expect, String send, boolean lineEnd) {}

    /**
     * How more rights are had after login.
     *
     * @param success matches a prompt that shows them; a device that logs in with such a prompt is not asked
     * @param refused texts by which the device refuses
     */
    public record Elevation(String command, Pattern secretPrompt, Pattern success, List<Pattern> refused) {}

    /** @param answers to questions the commands may raise, such as whether to save */
    public record Logout(List<String> commands, List<Reply> answers) {}

    public enum Role {
        /** Its answer is the configuration, or a part of it. */
        CONFIG,
        /** Its answer is stored beside the configuration. */
        CONTEXT,
        /** Its answer is kept for conditions alone. */
        STEP,
        /** Its answer stands for a binary configuration when two are compared. */
        COMPARE
    }

    /** How a file is copied over SSH. */
    public enum FileProtocol {
        SFTP,
        SCP
    }

    /**
     * What makes a command a file to copy; the command's text and fallbacks are its paths on the device.
     *
     * @param by tried in this order where the device does not have one of them
     * @param binary stored as it is, without any rule for lines
     * @param secret of a binary file, whether all of it is to be hidden from readers
     */
    public record Fetch(List<FileProtocol> by, boolean binary, boolean secret) {}

    /**
     * One command.
     *
     * @param name under which later conditions find the answer, and the name of the stored context
     * @param fallback asked in this order where the command is not supported
     * @param optional whether a device that supports none of them is backed up all the same
     * @param header a line written before the answer where it is part of the configuration
     * @param idle how long the device may be silent, null for the definition's own
     * @param limit how long the whole answer may take, null for the time the job has
     * @param fetch null for a command, else the file that is copied in place of one
     */
    public record Command(
            String text,
            String name,
            Role role,
            List<Condition> when,
            List<String> fallback,
            boolean optional,
            List<Reply> answers,
            @Nullable ForEach forEach,
            @Nullable String header,
            @Nullable Duration idle,
            @Nullable Duration limit,
            @Nullable Fetch fetch) {

        /** Whether a device that leaves it unanswered is backed up all the same. */
        public boolean isDispensable() {
            return optional && (role == Role.CONTEXT || role == Role.STEP);
        }

        /** Whether a file is copied that is no text. */
        public boolean isBinary() {
            return fetch != null && fetch.binary();
        }
    }

    /** @param matches found in the answer of that name, or if {@code negated} not found there */
    public record Condition(String answer, Pattern matches, boolean negated) {}

    /**
     * Repeats a command for each thing an earlier answer lists; {@code {item}} in the texts stands for it.
     *
     * @param item its first group is the thing
     * @param enter sent before, or null
     * @param leave sent after, or null
     */
    public record ForEach(
            String answer,
            Pattern item,
            @Nullable String enter,
            @Nullable String leave) {}

    /** @param until null for a rule about single lines; else it holds from a line that matches to the next that matches this */
    public record LineRule(Pattern line, @Nullable Pattern until) {}

    /**
     * What is done with lines of the configuration.
     *
     * @param drop lines not stored
     * @param ignore lines, or the groups within them, left out when two configurations are compared
     * @param secrets the groups, or where there is none the lines, that hold secrets
     */
    public record TextRules(List<LineRule> drop, List<LineRule> ignore, List<LineRule> secrets) {}

    /**
     * What a complete configuration looks like.
     *
     * @param endsWith found in its last line that is not blank, or null
     * @param mustMatch each found in some line
     * @param mustNotMatch found in no line: the signs of a configuration cut short
     * @param minLines lines that are not blank
     * @param minBytes of a binary one too
     */
    public record Complete(
            @Nullable Pattern endsWith,
            List<Pattern> mustMatch,
            List<Pattern> mustNotMatch,
            int minLines,
            int minBytes) {}

    /** The first of these the definition has. */
    public Optional<Transport> firstOf(Transport... supported) {
        List<Transport> known = List.of(supported);
        return reach.transports().stream().filter(known::contains).findFirst();
    }
}
