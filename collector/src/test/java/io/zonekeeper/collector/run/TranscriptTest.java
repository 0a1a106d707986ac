package io.zonekeeper.collector.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.job.DeviceAccess;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    private static final String PASSWORD = "hunter2-of-the-router";

    private final Transcript transcript = new Transcript(
            new Secrets(new DeviceAccess("192.0.2.1", 22, null, "backup", PASSWORD, null, "pass phrase", "enable-me")));

    @Test
    void showsWhatWasSentOnLinesOfItsOwn() {
        received("router>");
        transcript.sent("show version");
        received("show version\r\nVersion 15\r\nrouter>");
        transcript.sent("exit");
        assertThat(transcript.toString())
                .isEqualTo("router>\n> show version\nshow version\nVersion 15\nrouter>\n> exit\n");
    }

    @Test
    void masksEverySecretItWasGiven() {
        transcript.sent("enable-me");
        received("you said enable-me, " + PASSWORD + " and pass phrase\r\n");
        assertThat(transcript.toString()).isEqualTo("> *****\nyou said *****, ***** and *****\n");
    }

    @Test
    void masksASecretThatComesInPieces() {
        for (byte one : ("echo " + PASSWORD + "\r\n").getBytes(StandardCharsets.UTF_8)) {
            transcript.received(new byte[] {one}, 1);
        }
        assertThat(transcript.toString()).isEqualTo("echo *****\n");
    }

    @Test
    void masksASecretThatATerminalPaints() {
        received("hunter2-\u001b[7mof-the\u001b[0m-\0router\r\n");
        assertThat(transcript.toString()).isEqualTo("*****\n");
    }

    @Test
    void leavesOutControlSequencesAndWhatIsNoText() {
        received("\u001b[2J\u001b]0;title\u0007\u001b(Bplain\u0000\b text");
        transcript.received(new byte[] {(byte) 0xFF, '!', '\r', '\n'}, 4);
        assertThat(transcript.toString()).isEqualTo("plain text?!\n");
    }

    @Test
    void keepsHeadAndTailOfALongDialogue() {
        received("the beginning\n");
        for (int line = 0; line < 20_000; line++) {
            received("line " + line + "\n");
        }
        received("the end");
        String shown = transcript.toString();
        assertThat(shown)
                .startsWith("the beginning\nline 0\n")
                .contains("bytes left out")
                .endsWith("line 19999\nthe end");
        assertThat(shown.length()).isBetween(Transcript.CAP_BYTES - 100, Transcript.CAP_BYTES + 100);
    }

    @Test
    void keepsEverythingUpToTheCap() {
        String text = "x".repeat(Transcript.CAP_BYTES - 3) + "end";
        received(text.substring(0, 40_000));
        received(text.substring(40_000));
        assertThat(transcript.toString()).isEqualTo(text);
    }

    @Test
    void keepsTheTailOfOneHugePiece() {
        received("a".repeat(1_000_000) + "z".repeat(10));
        assertThat(transcript.toString()).startsWith("aaa").endsWith("a" + "z".repeat(10));
    }

    @Test
    void whatIsLeftOutStandsBetweenHeadAndTail() {
        received("the beginning\n");
        received("lost\n".repeat(20_000));
        transcript.leftOut(1_000);
        received("the end\n");
        String shown = transcript.toString();
        String kept = "the beginning\n" + "lost\n".repeat(20_000);
        String head = kept.substring(0, Transcript.CAP_BYTES / 2);
        assertThat(shown)
                .isEqualTo("%s\n[... %d bytes left out ...]\nthe end\n"
                        .formatted(head, kept.length() - head.length() + 1_000));
    }

    @Test
    void whatComesBehindAGapIsNoHead() {
        received("masks made this short\n");
        transcript.leftOut(7);
        received("the end\n");
        transcript.sent("exit");
        assertThat(transcript.toString())
                .isEqualTo("masks made this short\n\n[... 7 bytes left out ...]\nthe end\n> exit\n");
    }

    @Test
    void theRingGoesRoundWhateverComesInWhichPieces() {
        StringBuilder all = new StringBuilder();
        for (int piece = 0; piece < 400; piece++) {
            String text = Integer.toString(piece).repeat(1 + piece * 37 % 1_000) + "\n";
            received(text);
            all.append(text);
        }
        assertThat(transcript.toString())
                .isEqualTo("%s\n[... %d bytes left out ...]\n%s"
                        .formatted(
                                all.substring(0, Transcript.CAP_BYTES / 2),
                                all.length() - Transcript.CAP_BYTES,
                                all.substring(all.length() - Transcript.CAP_BYTES / 2)));
    }

    @Test
    void showsNoPartOfASecretWhereItCuts() {
        int half = Transcript.CAP_BYTES / 2;
        for (int shift = 0; shift <= PASSWORD.length(); shift++) {
            Transcript cut = new Transcript(
                    new Secrets(new DeviceAccess("192.0.2.1", 22, null, "backup", PASSWORD, null, null, null)));
            String text =
                    "-".repeat(half - shift) + PASSWORD + "-".repeat(100_000) + PASSWORD + "-".repeat(half - shift);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            cut.received(bytes, bytes.length);
            assertThat(cut.toString()
                            .replace("*****", "")
                            .replaceAll("\\[\\.\\.\\. \\d+ bytes left out \\.\\.\\.]", ""))
                    .as("cut %d bytes into the secret", shift)
                    .containsPattern("^[-\n]*$");
        }
    }

    @Test
    void secretsShowNoneInTheirOwnText() {
        assertThat(new Secrets(new DeviceAccess("192.0.2.1", 22, null, "backup", PASSWORD, null, null, null)))
                .hasToString("Secrets[1]");
    }

    private void received(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        transcript.received(bytes, bytes.length);
    }
}
