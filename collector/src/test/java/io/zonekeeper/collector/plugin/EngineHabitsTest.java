package io.zonekeeper.collector.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinitions;
import io.zonekeeper.common.result.FailureKind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine does where a definition does not cover what a device says. */
class EngineHabitsTest {

    private static final String CONFIG = "hostname core-1\n!\ninterface 1\n description more\n!\nend\n";

    private static final BackupPlugin PLUGIN = engine("");

    private final ScriptedRouter router = new ScriptedRouter();

    EngineHabitsTest() {
        router.answers.put("show running-config", CONFIG.replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--More--",
                " -- More -- ",
                "<--- More --->",
                "---(more 12%)---",
                "--More-- or (q)uit",
                "<== MORE (space) ==>",
                "Press any key to continue (Q to quit)",
                "CTRL+C ESC q Quit SPACE n Next Page ENTER Next Entry a All",
                "lines 1-23 (press h for help or q to quit)",
                "more?",
                "Press <SPACE> for more, Q to quit",
            })
    void turnsThePageOfAPagerNobodyWroteDown(String mark) throws SessionException {
        for (int seed = 0; seed < 10; seed++) {
            ArrayDeque<String> pages = new ArrayDeque<>();
            String[] lines = CONFIG.split("(?<=\n)");
            for (int i = 0; i < lines.length; i++) {
                String wiped = i == 0 ? "" : "\r" + " ".repeat(mark.length()) + "\r";
                pages.add(wiped + lines[i].replace("\n", "\r\n") + (i < lines.length - 1 ? mark : ""));
            }
            router.pages.put("show running-config", pages);
            ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(router, seed, 1 + seed * 5, seed * 20));

            assertThat(text(PLUGIN.backup(visit))).as("seed %d", seed).isEqualTo(CONFIG);
            assertThat(visit.log)
                    .filteredOn(line -> line.contains("answered as usual"))
                    .hasSize(1);
        }
    }

    @Test
    void aPageOfTheConfigurationIsNoQuestion() throws SessionException {
        String told = CONFIG.replace("description more", "banner -- More --\n press any key to continue\n password:");
        router.answers.put("show running-config", told.replace("\n", "\r\n"));
        for (int seed = 0; seed < 100; seed++) {
            ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(router, seed, 1 + seed % 9, 500));

            assertThat(text(PLUGIN.backup(visit))).as("seed %d", seed).isEqualTo(told);
            assertThat(visit.log).noneMatch(line -> line.contains("as usual"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Press any key to continue | ' '",
                "Press RETURN to get started. | '\n'",
                "Hit <Enter> to proceed | '\n'",
                "Press 'a' to accept: | a",
                "Do you accept the policy? [yes/no]: | 'yes\n'",
                "Continue? (y/n) | 'y\n'",
            })
    void getsPastWhatStandsBeforeTheFirstPrompt(String question, String answer) throws SessionException {
        Doorman doorman = new Doorman(List.of(question), List.of(answer));

        assertThat(text(PLUGIN.backup(new ScriptedVisit(ScriptedSession.whole(doorman)))))
                .isEqualTo(CONFIG);
    }

    @Test
    void logsInWithinTheShellAndGivesThePasswordOnce() throws SessionException {
        Doorman doorman = new Doorman(List.of("Unit 1\r\nUser Name:", "Password:"), List.of("admin\n", "\n"));
        assertThat(text(PLUGIN.backup(new ScriptedVisit(ScriptedSession.whole(doorman)))))
                .isEqualTo(CONFIG);

        Doorman deaf = new Doorman(List.of("Password:", "Password:"), List.of("\n", "\n"));
        assertFails(FailureKind.LOGIN_REFUSED, "keeps asking", ScriptedSession.whole(deaf));
    }

    @Test
    void knocksWhereADeviceWaitsAtAnEmptyLine() throws SessionException {
        Doorman doorman = new Doorman(List.of("Welcome\r\n"), List.of("\n"));
        assertThat(text(PLUGIN.backup(new ScriptedVisit(ScriptedSession.whole(doorman)))))
                .isEqualTo(CONFIG);
    }

    @Test
    void aPromptOfAnotherFormIsTakenForOneWithAWarning() throws SessionException {
        router.prompt = prompt -> "Box [%s] in use$ ".formatted(prompt.replace("#", ""));
        ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(router, 4, 6, 100));

        assertThat(text(PLUGIN.backup(visit))).isEqualTo(CONFIG);
        assertThat(visit.log).anyMatch(line -> line.startsWith("WARNING") && line.contains("is no prompt as"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b\u00fcro-1# ",
                "\u65e5\u672c>",
                "core sw 1>",
                "[lab] core-1]",
                "rtr(1)[2]$  ",
                "rack/7:core.example.net%vrf#",
                "\u001b[1;32mcore-1\u001b[0m \u001b[K> ",
                "\rcore-1#\u001b[6n",
            })
    void namesNobodyThoughtOfAreTakenForPromptsToo(String prompt) throws SessionException {
        router.prompt = known -> prompt;
        for (int seed = 0; seed < 20; seed++) {
            ScriptedVisit visit = new ScriptedVisit(ScriptedSession.inPieces(router, seed, 1 + seed * 3, seed * 10));
            assertThat(text(PLUGIN.backup(visit))).as("seed %d", seed).isEqualTo(CONFIG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"##########", "What now?", "Loading 50%", "Loading..."})
    void whatIsNoPromptIsNotTakenForOne(String line) {
        router.prompt = prompt -> line;
        assertFails(FailureKind.TIMED_OUT, "the first prompt", ScriptedSession.whole(router));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Illegal command -- not supported\r\n",
                "-ash: show: command not found\r\n",
                "Error: Unrecognized command found at '^' position.\r\n",
                "       ^\r\nsyntax error: unknown argument\r\n",
                "\r\n",
                "",
            })
    void aRefusalInItsOwnWordsLeadsToTheNextCommand(String refusal) throws SessionException {
        router.answers.put("show full", refusal);
        BackupPlugin plugin = engine("show full");

        assertThat(text(plugin.backup(new ScriptedVisit(ScriptedSession.whole(router)))))
                .isEqualTo(CONFIG);
    }

    @Test
    void aCommandEndsAtItsOwnLimit() {
        DeviceSession trickling = new CannedSession("core-1#", Map.of("show running-config", Trickling::new));
        BackupPlugin plugin = PlatformEngineTest.engine("""
                key: slow
                transports: [ssh-shell]
                prompt: '[\\w-]+[#>]'
                commands: [{text: show running-config, role: config, limit: 1}]
                """);
        assertThatThrownBy(() -> plugin.backup(new ScriptedVisit(trickling)))
                .isInstanceOfSatisfying(
                        SessionException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TIMED_OUT))
                .hasMessage("The time limit was over while waiting for the answer to \"show running-config\".");
    }

    /** @param first asked before the command that gives the configuration, or empty */
    private static BackupPlugin engine(String first) {
        return new PlatformEngine(PlatformDefinitions.parse(
                new ByteArrayInputStream("""
                        key: plain
                        transports: [ssh-shell]
                        prompt: '(?P<name>[\\w-]+)[#>]'
                        commands: [{text: %s, role: config}]
                        complete: {ends_with: '^end$'}
                        """.formatted(
                                first.isEmpty() ? "show running-config" : first + ", fallback: [show running-config]")
                        .getBytes(StandardCharsets.UTF_8)),
                "test.yaml"));
    }

    private static void assertFails(FailureKind kind, String words, DeviceSession session) {
        assertThatThrownBy(() -> PLUGIN.backup(new ScriptedVisit(session)))
                .isInstanceOfSatisfying(
                        SessionException.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
                .hasMessageContaining(words);
    }

    private static String text(Collected collected) {
        return new String(collected.config(), StandardCharsets.UTF_8);
    }

    /** Asks one question after the other and lets in who answers them. */
    private final class Doorman implements ScriptedDevice {

        private final ArrayDeque<String> questions;
        private final ArrayDeque<String> answers;
        private String heard = "";

        Doorman(List<String> questions, List<String> answers) {
            this.questions = new ArrayDeque<>(questions);
            this.answers = new ArrayDeque<>(answers);
        }

        @Override
        public void greet(Line line) {
            line.say(questions.remove());
        }

        @Override
        public void hear(byte[] bytes, Line line) {
            if (answers.isEmpty()) {
                router.hear(bytes, line);
                return;
            }
            heard += new String(bytes, StandardCharsets.UTF_8);
            if (heard.equals(answers.peek())) {
                answers.remove();
                heard = "";
                line.say("\r\n");
                if (questions.isEmpty()) {
                    router.greet(line);
                } else {
                    line.say(questions.remove());
                }
            }
        }
    }

    /** A line each few milliseconds, for ever. */
    private static final class Trickling extends InputStream {

        @Override
        public int read() {
            return '\n';
        }

        @Override
        public int read(byte[] buffer, int from, int length) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            buffer[from] = 'x';
            buffer[from + 1] = '\n';
            return 2;
        }
    }
}
