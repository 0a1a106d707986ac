package io.zonekeeper.collector.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinitions;
import io.zonekeeper.common.result.ContextPart;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.Span;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformEngineTest {

    private static final BackupPlugin CISCO = Platforms.builtIn().find("ios").orElseThrow();

    private static final String CONFIG = """
            version 17.9
            hostname core-1
            !
            banner motd ^C
            core-1#
            core-1>
             --More--
            Stra\u00dfe \u4e2d\u6587 caf\u00e9
            ^C
            enable secret 9 $9$abcdef
            !
            interface GigabitEthernet0/1
             description uplink#1
            !
            end
            """;

    /** Without lines that look like a prompt. */
    private static final String PLAIN = CONFIG.replace("core-1#\ncore-1>\n", "");

    private final ScriptedRouter router = new ScriptedRouter();

    PlatformEngineTest() {
        router.answers.put("show version", "IOS Version 17.9\r\n");
        router.answers.put("show inventory", "NAME: \"Chassis\"\r\n");
        router.answers.put("show running-config", said(CONFIG));
    }

    @Test
    void storesTheConfigurationWithoutEchoPromptAndNoise() throws SessionException {
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.whole(router));

        Collected collected = cisco().backup(visit);

        assertThat(text(collected)).isEqualTo(CONFIG);
        assertThat(collected.binary()).isFalse();
        assertThat(collected.context())
                .containsExactly(
                        new ContextPart("version", "IOS Version 17.9\n"),
                        new ContextPart("inventory", "NAME: \"Chassis\"\n"));
        assertThat(visit.sent)
                .containsExactly(
                        "terminal length 0",
                        "terminal width 0",
                        "show version",
                        "show vtp status",
                        "show inventory",
                        "show running-config",
                        "exit");
    }

    @Test
    void isNotFooledByHowTheAnswerIsCutIntoPieces() throws SessionException {
        for (int seed = 0; seed < 300; seed++) {
            ScriptedVisit visit =
                    new ScriptedVisit(ScriptedSession.inPieces(router, seed, 1 + seed % 40, seed % 3 == 0 ? 200 : 0));
            assertThat(text(cisco().backup(visit))).as("seed %d", seed).isEqualTo(CONFIG);
        }
    }

    @Test
    void isNotFooledByPromptsWithinTheConfigurationWhereADeviceDoesNotEcho() throws SessionException {
        router.echo = false;
        for (int seed = 0; seed < 300; seed++) {
            ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(router, seed, 1 + seed % 40, 50));
            assertThat(text(cisco().backup(visit))).as("seed %d", seed).isEqualTo(CONFIG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r\r\n", "\n\r", "\0\r\n", "\u001b[K\r\n", "\u0007\r\n"})
    void readsAnyLineEnd(String lineEnd) throws SessionException {
        router.answers.put("show running-config", CONFIG.replace("\n", lineEnd));
        for (int seed = 0; seed < 20; seed++) {
            ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(router, seed, 3, 0));
            assertThat(text(cisco().backup(visit))).isEqualTo(CONFIG);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r         \r",
                "\b\b\b\b\b\b\b\b\b         \b\b\b\b\b\b\b\b\b",
                "\u001b[9D\u001b[K",
                "\r\u001b[K",
                "\u001b[2K\r",
                "\u001b[m\u001b[K\r\u001b[K",
                "\r\n"
            })
    void answersThePagerAndLeavesNothingOfIt(String wiping) throws SessionException {
        ArrayDeque<String> pages = new ArrayDeque<>();
        String[] lines = said(CONFIG).replace(" --More--\r\n", "").split("(?<=\n)");
        StringBuilder page = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            page.append(lines[i]);
            if (i % 3 == 2 && i < lines.length - 1) {
                pages.add(page + " --More-- ");
                page = new StringBuilder(wiping);
            }
        }
        pages.add(page.toString());
        for (int seed = 0; seed < 60; seed++) {
            router.pages.put("show running-config", new ArrayDeque<>(pages));
            ScriptedVisit visit =
                    new ScriptedVisit(ScriptedSession.inPieces(router, seed, 1 + seed % 30, seed % 2 * 30));
            assertThat(text(cisco().backup(visit))).as("seed %d", seed).isEqualTo(CONFIG.replace(" --More--\n", ""));
        }
    }

    @Test
    void asksForMoreRightsWithTheirOwnSecretAndNeverShowsIt() throws SessionException {
        router.privileged = false;
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(router, 1, 5, 20));

        assertThat(text(cisco().backup(visit))).isEqualTo(CONFIG);
        assertThat(visit.sent)
                .startsWith("enable", "<enable secret>")
                .noneMatch(sent -> sent.contains("enable-secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"% Access denied\r\n", "% Bad secrets\r\n", "", "Password: "})
    void endsAsLoginRefusedIfTheEnableSecretIsWrong(String reaction) {
        router.privileged = false;
        router.wrongSecret = reaction;
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.whole(router));
        visit.enableSecret = "wrong";

        assertFails(visit, FailureKind.LOGIN_REFUSED, "refused \"enable\"");
    }

    @Test
    void endsAsLoginRefusedIfThereIsNoEnableSecret() {
        router.privileged = false;
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.whole(router));
        visit.enableSecret = null;

        assertFails(visit, FailureKind.LOGIN_REFUSED, "the credential has none");
    }

    @Test
    void endsAsIncompleteIfTheEndIsMissing() {
        router.answers.put("show running-config", said(CONFIG.substring(0, CONFIG.indexOf("interface"))));

        assertFails(new ScriptedVisit(ScriptedSession.whole(router)), FailureKind.INCOMPLETE, "ends in \"!\"");
    }

    @Test
    void endsAsIncompleteIfTheConfigurationIsEmpty() {
        router.answers.put("show running-config", "\r\n");

        assertFails(new ScriptedVisit(ScriptedSession.whole(router)), FailureKind.INCOMPLETE, "empty configuration");
    }

    @Test
    void endsAsIncompleteIfTheSessionEndsInTheMiddle() {
        router.answers.remove("show version");
        router.answers.remove("show inventory");
        router.hangUpBeforePrompt = true;

        assertFails(
                new ScriptedVisit(ScriptedSession.whole(router)),
                FailureKind.INCOMPLETE,
                "ended the session while waiting for the answer to \"show running-config\"");
    }

    @Test
    void endsAsTooLargeIfTheDeviceDoesNotStopTalking() {
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(router, 1, 8192, 0));
        router.answers.put("show running-config", "x".repeat(2_000_000));
        visit.maxBytes = 1_000_000;

        assertFails(visit, FailureKind.TOO_LARGE, "limit of 1000000 bytes");
    }

    @Test
    void endsAsTimedOutIfTheDeviceFallsSilent() {
        router.prompt = prompt -> "";

        assertFails(
                new ScriptedVisit(ScriptedSession.whole(router)),
                FailureKind.TIMED_OUT,
                "silent for 30 s while waiting for the first prompt");
    }

    @Test
    void endsAsTimedOutAtTheLimitOfTheVisit() {
        router.prompt = prompt -> "";
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.whole(router));
        visit.deadline = Deadline.after(Duration.ZERO);

        assertFails(visit, FailureKind.TIMED_OUT, "time limit was over");
    }

    @Test
    void saysWhatTheDeviceDidNotTake() {
        router.answers.remove("show running-config");

        assertFails(
                new ScriptedVisit(ScriptedSession.whole(router)),
                FailureKind.UNSUPPORTED,
                "does not take \"show running-config\": % Invalid input");
    }

    @Test
    void leavesOutLogLinesThatComeBehindThePrompt() throws SessionException {
        router.afterPrompt = "\r\n*Mar  1 00:01:02.003: %SYS-5-CONFIG_I: Configured from console\r\n";
        for (int seed = 0; seed < 60; seed++) {
            ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(router, seed, 1 + seed, 40));
            assertThat(text(cisco().backup(visit))).as("seed %d", seed).isEqualTo(CONFIG);
        }
    }

    @Test
    void leavesOutLogLinesAfterWhichThePromptIsRepeated() throws SessionException {
        router.afterPrompt = "\r\n*Mar  1 00:01:02.003: %SYS-5-CONFIG_I: Configured from console\r\ncore-1#";
        for (int seed = 0; seed < 60; seed++) {
            ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(router, seed, 1 + seed, 40));
            assertThat(text(cisco().backup(visit))).as("seed %d", seed).isEqualTo(CONFIG);
        }
    }

    @Test
    void knowsThePromptOfADeviceRenamedMeanwhile() throws SessionException {
        router.prompt = prompt -> router.heard.contains("show inventory") ? prompt.replace("core-1", "core-2") : prompt;
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(router, 5, 9, 90));

        assertThat(text(cisco().backup(visit))).isEqualTo(CONFIG);
    }

    @Test
    void comparesWithoutVolatileLines() throws SessionException {
        Collected first = cisco().backup(new ScriptedVisit(ScriptedSession.whole(router)));
        router.answers.put(
                "show running-config",
                "Building configuration...\r\n\r\nCurrent configuration : 512 bytes\r\n"
                        + said(CONFIG)
                                .replace("hostname", "! Last configuration change at 10:00:00 by me\r\nhostname"));
        Collected second = cisco().backup(new ScriptedVisit(ScriptedSession.whole(router)));
        router.answers.put("show running-config", said(CONFIG).replace("uplink", "downlink"));
        Collected third = cisco().backup(new ScriptedVisit(ScriptedSession.whole(router)));

        assertThat(text(second)).contains("! Last configuration change").doesNotContain("Building");
        assertThat(second.compareSha256()).isEqualTo(first.compareSha256());
        assertThat(first.volatileSpans()).isEmpty();
        assertThat(second.volatileSpans())
                .extracting(span ->
                        new String(second.config(), span.start(), span.end() - span.start(), StandardCharsets.UTF_8))
                .containsExactly("Current configuration : 512 bytes", "! Last configuration change at 10:00:00 by me");
        assertThat(third.compareSha256()).isNotEqualTo(first.compareSha256());
    }

    @Test
    void findsSecretsByTheirBytes() throws SessionException {
        Collected collected = cisco().backup(new ScriptedVisit(ScriptedSession.whole(router)));

        assertThat(collected.secretSpans()).hasSize(1);
        Span span = collected.secretSpans().getFirst();
        assertThat(new String(collected.config(), span.start(), span.end() - span.start(), StandardCharsets.UTF_8))
                .isEqualTo("$9$abcdef");
    }

    @Test
    void asksForEachThingAnEarlierAnswerLists() throws SessionException {
        BackupPlugin plugin = engine("""
                key: multi
                transports: [ssh-shell]
                prompt: '[\\w-]+(?:/\\w+)?[#>]'
                errors: ['% Invalid']
                commands:
                  - {text: show mode, name: mode}
                  - {text: show contexts, name: contexts, when: {answer: mode, matches: multiple}}
                  - text: show running-config
                    role: config
                    when: {answer: mode, lacks: multiple}
                  - text: show running-config
                    role: config
                    header: '! context {item}'
                    for_each: {answer: contexts, item: '^ (\\w+)$', enter: changeto {item}, leave: changeto system}
                """.replace("changeto {item}", "'changeto {item}'"));
        router.answers.clear();
        router.answers.put("show mode", "multiple\r\n");
        router.answers.put("show contexts", "Contexts:\r\n red\r\n blue\r\n");
        router.answers.put("show running-config", "hostname x\r\n");
        router.answers.put("changeto red", "");
        router.answers.put("changeto blue", "");
        router.answers.put("changeto system", "");
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.whole(router));

        assertThat(text(plugin.backup(visit))).isEqualTo("! context red\nhostname x\n! context blue\nhostname x\n");
        assertThat(visit.sent)
                .containsExactly(
                        "show mode",
                        "show contexts",
                        "changeto red",
                        "show running-config",
                        "changeto system",
                        "changeto blue",
                        "show running-config",
                        "changeto system");
    }

    @Test
    void fallsBackToTheNextCommand() throws SessionException {
        BackupPlugin plugin = engine("""
                key: fallback
                transports: [ssh-shell]
                prompt: '[\\w-]+[#>]'
                errors: ['% Invalid']
                commands:
                  - {text: show everything, role: config, fallback: [show running-config]}
                """);
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.whole(router));

        assertThat(text(plugin.backup(visit))).isEqualTo(CONFIG);
        assertThat(visit.log).anyMatch(line -> line.contains("\"show everything\" is not supported here"));
    }

    @Test
    void answersTheQuestionsThatComeBeforeTheFirstPrompt() throws SessionException {
        BackupPlugin plugin = engine("""
                key: asking
                transports: [ssh-shell]
                prompt: '[\\w-]+[#>]'
                login:
                  - {expect: '^User name:', answer: '{username}'}
                  - {expect: "^Press 'a' to accept: ?$", send: a}
                commands: [{text: show running-config, role: config}]
                """);
        ScriptedDevice asking = new ScriptedDevice() {
            private String heard = "";

            @Override
            public void greet(Line line) {
                line.say("Welcome\r\nUser name: ");
            }

            @Override
            public void hear(byte[] bytes, Line line) {
                heard += new String(bytes, StandardCharsets.UTF_8);
                if (heard.equals("admin\n")) {
                    line.say("\r\nRules apply.\r\nPress 'a' to accept: ");
                } else if (heard.equals("admin\na")) {
                    router.greet(line);
                } else if (heard.length() > "admin\na".length()) {
                    router.hear(bytes, line);
                }
            }
        };
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(asking, 3, 5, 0));

        assertThat(text(plugin.backup(visit))).isEqualTo(CONFIG);
        assertThat(visit.sent).containsExactly("admin", "a", "show running-config");
    }

    @Test
    void saysAtWhichLineADeviceWaitsThatIsNoPrompt() {
        router.prompt = prompt -> "What now? ";

        assertFails(
                new ScriptedVisit(ScriptedSession.whole(router)),
                FailureKind.TIMED_OUT,
                "Its last line was \"What now?\"");
    }

    @Test
    void saysWhatADeviceSaidThatHangsUp() {
        ScriptedDevice busy = new ScriptedDevice() {
            @Override
            public void greet(Line line) {
                line.say("\r\n% All lines are busy\r\n");
                line.hangUp();
            }

            @Override
            public void hear(byte[] bytes, Line line) {
                throw new AssertionError("nobody listens");
            }
        };
        assertFails(
                new ScriptedVisit(ScriptedSession.whole(busy)),
                FailureKind.INCOMPLETE,
                "Its last line was \"% All lines are busy\"");
    }

    @Test
    void isReachedByATransportOfItsDefinitionAlone() {
        BackupPlugin plugin = engine("""
                key: old
                transports: [telnet]
                prompt: '[\\w-]+[#>]'
                commands: [{text: show running-config, role: config}]
                """);
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.whole(router));
        visit.parameters.put("transport", "ssh-shell");

        assertThatThrownBy(() -> plugin.backup(visit))
                .isInstanceOfSatisfying(
                        SessionException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.UNSUPPORTED))
                .hasMessage("The platform \"old\" is not reached by \"ssh-shell\": its definition names telnet.");
    }

    @Test
    void testsALoginWithoutAskingForAnything() throws SessionException {
        router.privileged = false;
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.whole(router));

        cisco().testLogin(visit);

        assertThat(visit.sent)
                .containsExactly("enable", "<enable secret>", "terminal length 0", "terminal width 0", "exit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"terminal length 0", "terminal width 0", "show version", "show vtp status", "show inventory"})
    void goesOnWithoutWhatADeviceDoesNotAnswer(String command) throws SessionException {
        for (boolean echo : new boolean[] {true, false}) {
            for (String said : List.of("", command + "\r\n", command)) {
                router.echo = echo;
                router.unanswered.clear();
                router.unanswered.put(command, said);
                ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(router, 3, 20, 50));

                Collected collected = cisco().backup(visit);

                assertThat(text(collected)).isEqualTo(CONFIG);
                assertThat(collected.context())
                        .extracting(ContextPart::text)
                        .allMatch(text -> text.equals("IOS Version 17.9\n") || text.equals("NAME: \"Chassis\"\n"));
                assertThat(visit.log)
                        .filteredOn(line -> line.startsWith("WARNING"))
                        .singleElement()
                        .asString()
                        .contains("goes on without \"%s\"".formatted(command), "fell silent for 15 s");
            }
        }
    }

    @Test
    void isBackedUpByADeviceThatAnswersNothingButTheConfiguration() throws SessionException {
        for (String command : List.of(
                "", "terminal length 0", "terminal width 0", "show version", "show vtp status", "show inventory")) {
            router.unanswered.put(command, "");
        }
        router.answers.put("show running-config", said(PLAIN));
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.whole(router));

        Collected collected = cisco().backup(visit);

        assertThat(text(collected)).isEqualTo(PLAIN);
        assertThat(collected.context()).isEmpty();
    }

    @Test
    void anAnswerThatComesLateIsNotTakenForTheNextOne() throws SessionException {
        for (long late : new long[] {15_500, 18_000, 20_500, 25_500}) {
            for (boolean echo : new boolean[] {true, false}) {
                ScriptedRouter slow = new ScriptedRouter();
                slow.echo = echo;
                slow.answers.putAll(router.answers);
                slow.answers.put("show running-config", said(PLAIN));
                slow.answers.put("", "");
                ScriptedSession[] session = {null};
                ScriptedDevice device = new ScriptedDevice() {
                    @Override
                    public void greet(Line line) {
                        slow.greet(line);
                    }

                    @Override
                    public void hear(byte[] bytes, Line line) {
                        if (new String(bytes, StandardCharsets.UTF_8).equals("show inventory\n")) {
                            session[0].sayLater((echo ? "show inventory\r\n" : "") + "NAME: late\r\ncore-1#", late);
                        } else {
                            slow.hear(bytes, line);
                        }
                    }
                };
                session[0] = ScriptedSession.whole(device);
                ScriptedVisit visit = new ScriptedVisit(session[0]);
                if (late > 25_000 && !echo) {
                    assertFails(visit, FailureKind.INCOMPLETE, "cannot be told from a late one");
                } else {
                    Collected collected = cisco().backup(visit);

                    assertThat(text(collected)).as("%d ms late", late).isEqualTo(PLAIN);
                    assertThat(collected.context())
                            .extracting(ContextPart::name)
                            .containsExactly("version");
                }
            }
        }
    }

    @Test
    void aConfigurationWithALateAnswerInItIsNoSuccess() {
        router.unanswered.put("show inventory", "");
        router.unanswered.put("", "");
        router.answers.put("show running-config", said("NAME: late\ncore-1#\n" + PLAIN));
        assertFails(
                new ScriptedVisit(ScriptedSession.whole(router)),
                FailureKind.INCOMPLETE,
                "cannot be told from a late one");
    }

    @Test
    void theConfigurationItselfIsNotDoneWithout() {
        router.unanswered.put("show running-config", "show running-config\r\n");
        assertFails(
                new ScriptedVisit(ScriptedSession.whole(router)),
                FailureKind.TIMED_OUT,
                "waiting for the answer to \"show running-config\"");
    }

    @Test
    void whatLeadsToAConfigurationIsNotDoneWithout() {
        router.answers.put("show contexts", "admin\r\n");
        router.unanswered.put("changeto admin", "");
        BackupPlugin plugin = engine("""
                key: many
                transports: [ssh-shell]
                prompt: '[\\w-]+[#>]'
                commands:
                  - {text: show contexts, name: contexts, role: step}
                  - text: show running-config
                    role: config
                    for_each: {answer: contexts, item: '(\\w+)', enter: 'changeto {item}'}
                """);
        assertThatThrownBy(() -> plugin.backup(new ScriptedVisit(ScriptedSession.whole(router))))
                .isInstanceOfSatisfying(
                        SessionException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TIMED_OUT))
                .hasMessageContaining("changeto admin");
    }

    @Test
    void aDeviceThatDoesNotAnswerEnableIsAskedWithTheRightsOfTheLogin() throws SessionException {
        router.privileged = false;
        router.unanswered.put("enable", "");
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.whole(router));

        assertThat(text(cisco().backup(visit))).isEqualTo(CONFIG);
        assertThat(visit.log).anyMatch(line -> line.startsWith("WARNING") && line.contains("it does not answer"));

        router.answers.remove("show running-config");
        assertFails(new ScriptedVisit(ScriptedSession.whole(router)), FailureKind.LOGIN_REFUSED, "it does not answer");
    }

    private static void assertFails(ScriptedVisit visit, FailureKind kind, String words) {
        assertThatThrownBy(() -> cisco().backup(visit))
                .isInstanceOfSatisfying(
                        SessionException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(words);
    }

    private static String said(String text) {
        return text.replace("\n", "\r\n");
    }

    private static String text(Collected collected) {
        return new String(collected.config(), StandardCharsets.UTF_8);
    }

    private static BackupPlugin cisco() {
        return CISCO;
    }

    static BackupPlugin engine(String yaml) {
        return new PlatformEngine(PlatformDefinitions.parse(
                new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test.yaml"));
    }
}
