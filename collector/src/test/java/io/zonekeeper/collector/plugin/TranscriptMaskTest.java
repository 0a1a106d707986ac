package io.zonekeeper.collector.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TranscriptMaskTest {

    private static final String CANARY = "C4n4ry-of-the-secret";
    private static final String CERTIFICATE = "MIIFDjBABgkqhkiG9w0BBQ0";

    private static final String SAID = """
            show running-config
            hostname Zürich\r
            username admin privilege 15 secret 9 %1$s\r
            --More--\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\bsnmp-server community %1$s RO\r
            \u001b[1menable secret 5 \u001b[0m%1$s\u001b[K\r
            enable secret 5 %1$s\r                                        \rinterface Vlan1\r
             key 7 %1$s   \r
            crypto isakmp key %1$s address 192.0.2.1\r
            url ftp://backup:%1$s@192.0.2.9/configs\r
            end\r
            r1#""".formatted(CANARY);

    /** What is told, in one piece. */
    private static final class Told extends ByteArrayOutputStream implements TranscriptSink {

        long leftOut;

        @Override
        public void received(byte[] bytes, int length) {
            write(bytes, 0, length);
        }

        @Override
        public void leftOut(long bytes) {
            leftOut += bytes;
            writeBytes("[...]\n".getBytes(StandardCharsets.UTF_8));
        }

        String text() {
            return toString(StandardCharsets.UTF_8);
        }
    }

    private final LineRules ios =
            new ConfigText(Platforms.builtIn().definition("ios").orElseThrow()).secrets();
    private final LineRules fortinet =
            new ConfigText(Platforms.builtIn().definition("fortigate").orElseThrow()).secrets();

    @Test
    void noSecretIsShownHoweverItArrives() {
        String whole = shown(ios, SAID, SAID.length());
        assertThat(whole)
                .doesNotContain(CANARY)
                .contains("hostname Zürich\r\n")
                .contains("username admin privilege 15 secret 9 *****\r\n")
                .contains("snmp-server community ***** RO\n")
                .contains("interface Vlan1\n")
                .contains("crypto isakmp key ***** address 192.0.2.1\r\n")
                .contains("url ftp://backup:*****@192.0.2.9/configs\r\n")
                .endsWith("end\r\nr1#");

        byte[] bytes = SAID.getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(shown(ios, SAID, cut, bytes.length)).as("cut at %d", cut).isEqualTo(whole);
        }
        for (int seed = 0; seed < 50; seed++) {
            int[] cuts = new Random(seed)
                    .ints(40, 1, bytes.length)
                    .sorted()
                    .distinct()
                    .toArray();
            assertThat(shown(ios, SAID, cuts)).as("seed %d", seed).isEqualTo(whole);
        }
    }

    @Test
    void nothingElseIsDropped() {
        String harmless = "show version\r\nuptime is 3 days\r\n\u001b[2Jodd \b\bline\r\n\r\n\r\nr1#";

        assertThat(shown(ios, harmless, 7, 20, 31)).isEqualTo(harmless);
    }

    @Test
    void aSecretOfManyLinesIsHiddenToItsEndAndNoFurther() {
        String said = """
                config vpn certificate local
                        set private-key "-----BEGIN ENCRYPTED PRIVATE KEY-----
                %1$s
                -----END ENCRYPTED PRIVATE KEY-----"
                    next
                end
                """.formatted(CERTIFICATE);

        assertThat(shown(fortinet, said, 60, 100, 130))
                .doesNotContain(CERTIFICATE)
                .startsWith("config vpn certificate local\n")
                .endsWith("    next\nend\n");
    }

    @Test
    void aBlockThatNeverEndsEndsWithItsAnswer() {
        Told out = new Told();
        TranscriptMask mask = new TranscriptMask(fortinet, out);
        mask.nextAnswer();
        take(mask, "    set private-key \"-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + CERTIFICATE + "\n");
        mask.nextAnswer();
        take(mask, "Version: FortiGate-91G\n");

        assertThat(out.text()).doesNotContain(CERTIFICATE).contains("Version: FortiGate-91G\n");
    }

    @Test
    void ofALineCutOffOnlyTheFirstWordIsShown() {
        for (int length = 0; length <= CANARY.length(); length++) {
            Told out = new Told();
            TranscriptMask mask = new TranscriptMask(ios, out);
            mask.nextAnswer();
            take(mask, "hostname r1\nntp authentication-key 1 md5 " + CANARY.substring(0, length));
            mask.end();
            assertThat(out.text()).isEqualTo("hostname r1\nntp *****");
        }
    }

    @Test
    void aPromptNobodyKnewIsShown() {
        Told out = new Told();
        TranscriptMask mask = new TranscriptMask(ios, out);
        take(mask, "Welcome\r\nodd prompt of mine =>");
        mask.end();

        assertThat(out.text()).isEqualTo("Welcome\r\nodd prompt of mine =>");
    }

    @Test
    void aLineWithoutEndTakesNoMoreMemoryThanATranscript() {
        Told out = new Told();
        TranscriptMask mask = new TranscriptMask(ios, out);
        for (int i = 0; i < 100; i++) {
            take(mask, "x".repeat(10_000));
        }
        take(mask, "\nend\n");

        assertThat(out.text()).isEqualTo("[... 1000001 bytes of one line left out ...]\nend\n");
    }

    @Test
    void ofMuchThatIsSaidInARowBeginningAndEndAreTold() {
        String line = "snmp-server community %s RO\r\n".formatted(CANARY);
        Told out = new Told();
        TranscriptMask mask = new TranscriptMask(ios, out);
        mask.nextAnswer();
        take(mask, "the beginning\r\n" + line.repeat(10_000) + "the end\r\nr1#");
        mask.end();

        String masked = "snmp-server community ***** RO\r\n";
        int told = (out.text().length() - 32) / masked.length();
        assertThat(out.leftOut).isEqualTo((10_000L - told) * line.length());
        assertThat((10_000L * line.length() - out.leftOut) / 2)
                .isCloseTo(TranscriptSink.KEPT_BYTES, within(2L * line.length()));
        assertThat(out.text())
                .startsWith("the beginning\r\n" + masked)
                .contains(masked + "[...]\n" + masked)
                .endsWith(masked + "the end\r\nr1#")
                .doesNotContain(CANARY);
    }

    @Test
    void whatIsSentStandsBehindAllThatWasSaidBefore() {
        Told out = new Told();
        TranscriptMask mask = new TranscriptMask(ios, out);
        take(mask, "a line\r\n".repeat(10_000) + "r1#");
        mask.pass();
        out.writeBytes("> exit\n".getBytes(StandardCharsets.UTF_8));
        take(mask, "bye\r\n");
        mask.end();

        assertThat(out.text()).endsWith("a line\r\nr1#> exit\nbye\r\n");
    }

    @Test
    void aBlockThatBeginsInWhatIsLeftOutIsHiddenToItsEnd() {
        for (String painted : new String[] {"", "\u001b[1m"}) {
            Told out = new Told();
            TranscriptMask mask = new TranscriptMask(fortinet, out);
            mask.nextAnswer();
            take(mask, "set comment \"nothing of interest\"\n".repeat(3_000));
            take(mask, "%sset private-key \"-----BEGIN ENCRYPTED PRIVATE KEY-----\n".formatted(painted));
            take(mask, (CERTIFICATE + "\n").repeat(3_000));
            take(mask, "-----END ENCRYPTED PRIVATE KEY-----\"\nnext\n");
            mask.end();

            assertThat(out.leftOut).isGreaterThan(100_000);
            assertThat(out.text()).doesNotContain(CERTIFICATE).endsWith("*****\nnext\n");
        }
    }

    @Test
    void aBlockThatEndsInWhatIsLeftOutHidesNothingBehindIt() {
        Told out = new Told();
        TranscriptMask mask = new TranscriptMask(fortinet, out);
        mask.nextAnswer();
        take(mask, "set comment \"nothing of interest\"\n".repeat(2_000));
        take(mask, "set private-key \"-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + CERTIFICATE + "\n");
        take(mask, "-----END ENCRYPTED PRIVATE KEY-----\"\n");
        take(mask, "set comment \"nothing of interest\"\n".repeat(2_000));
        mask.end();

        assertThat(out.text().substring(out.text().indexOf("[...]")))
                .doesNotContain("*****")
                .contains("nothing of interest");
    }

    private static String shown(LineRules secrets, String said, int... cuts) {
        Told out = new Told();
        TranscriptMask mask = new TranscriptMask(secrets, out);
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        for (int cut : cuts) {
            int end = Math.min(cut, bytes.length);
            byte[] piece = Arrays.copyOfRange(bytes, at, end);
            mask.take(piece, piece.length);
            at = end;
        }
        byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
        mask.take(rest, rest.length);
        mask.pass();
        return out.text();
    }

    private static void take(TranscriptMask mask, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mask.take(bytes, bytes.length);
    }
}
