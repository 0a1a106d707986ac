package io.zonekeeper.collector.plugin;

import com.google.re2j.Pattern;
import io.zonekeeper.common.platform.PlatformDefinition.Reply;
import java.util.List;

/**
 * What many devices say, whoever made them: asked only where a definition does not cover what a device says and the device waits.
 */
final class Habits {

    static final Reply USERNAME = line("(?i)\\b(?:user ?name|user|login)(?: name)? ?:$", "{username}");
    private static final Reply ENTER = line("(?i)\\b(?:press|hit|type)\\b.*\\b(?:enter|return)\\b.*$", "");
    private static final Reply ANY_KEY =
            key("(?i)(?:\\bany key\\b|\\b(?:press|hit|strike)\\b.*\\b(?:key|space(?: ?bar)?)\\b).*$", " ");

    /** Questions at the end of a page. */
    static final List<Reply> PAGER = List.of(
            key("\\(END\\)$", "q"),
            key("(?i)[^A-Za-z0-9]*(?:-{2,}|<-+|=+>?) *\\(?more\\b.*$", " "),
            key("(?i)[^A-Za-z0-9]*\\bmore\\b\\)? *(?:\\.{2,}|\\? *|[^A-Za-z0-9.]*\\(?\\d+%\\)?)$", " "),
            key("(?i)\\bspace\\b.*\\b(?:next|more|continue|page)\\b.*$", " "),
            key("^lines \\d+(?:-\\d+)?.*$", " "),
            ENTER,
            ANY_KEY);

    /** Questions between connection and first prompt. */
    static final List<Reply> LOGIN = List.of(
            USERNAME,
            line("(?i)\\bpass(?:word|code|phrase)\\b[^:]{0,40}:$", "{password}"),
            key("(?i)press '?a'? to accept.*$", "a"),
            line("(?i)\\b(?:accept|agree|acknowledge|continue)\\b.*\\byes\\b.*\\bno\\b[^A-Za-z]*$", "yes"),
            line("(?i)\\b(?:accept|agree|acknowledge|continue)\\b.*\\by(?:es)?\\b.*\\bn(?:o)?\\b[^A-Za-z]*$", "y"),
            ENTER,
            ANY_KEY);

    /** By which devices say that a command does not exist or may not be used. */
    static final List<Pattern> ERRORS =
            List.of(Pattern.compile("(?i)^\\W*(?:\\S+: )*(?:%|error\\b|syntax error|command fail|"
                    + "(?:invalid|unknown|unrecogni[sz]ed|incomplete|ambiguous|illegal|bad|unsupported|undefined|wrong) "
                    + "(?:command|input|keyword|parameter|argument|option|action|token|syntax|expression|value|entry)|"
                    + ".*\\b(?:command not found|not (?:a )?(?:recogni[sz]ed|supported|valid|authori[sz]ed)|no such (?:command|object|file)|"
                    + "permission denied|authori[sz]ation failed|access denied)\\b)"));

    /** A line at whose end a device may wait for a command. */
    static final Pattern PROMPT = Pattern.compile("[^\\s#>$].{0,120}[#>$\\]]");

    private static Reply key(String expect, String send) {
        return new Reply(Pattern.compile(expect), send, false);
    }

    private static Reply line(String expect, String send) {
        return new Reply(Pattern.compile(expect), send, true);
    }

    private Habits() {}
}
