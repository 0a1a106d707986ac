package io.zonekeeper.orchestrator.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.result.FailureKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ShowTest {

    private final Show show = Show.INSTANCE;

    @Test
    void controlCharactersAreShownByTheirNumber() {
        assertThat(show.plain("a\u0000b\u0007c\u001b[31md\u007f\u0085"))
                .isEqualTo("a⟨U+0000⟩b⟨U+0007⟩c⟨U+001B⟩[31md⟨U+007F⟩⟨U+0085⟩");
    }

    @Test
    void marksThatTurnTheDirectionOfWritingAreShownByTheirNumber() {
        assertThat(show.plain("permit \u202Eyna\u202C \u2066x\u2069 \u200B"))
                .isEqualTo("permit ⟨U+202E⟩yna⟨U+202C⟩ ⟨U+2066⟩x⟨U+2069⟩ ⟨U+200B⟩");
    }

    @Test
    void tabsLineEndsAndOtherScriptsStay() {
        assertThat(show.plain("a\tb\r\nc\nZürich 東京 👍")).isEqualTo("a\tb\nc\nZürich 東京 👍");
        assertThat(show.plain(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"jane.doe@example.net,by jane.doe@example.net", "credential core is paused,credential core is paused"})
    void aReasonIsNotTakenForWhoCancelled(String whoOrWhat, String shown) {
        assertThat(show.canceller(whoOrWhat)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 KiB", "10485760,10 MiB"})
    void bytes(long bytes, String shown) {
        assertThat(show.bytes(bytes)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"PT0.25S,250 ms", "PT2.5S,2.5 s", "PT90S,1 min 30 s", "PT26H5M,26 h 5 min", "P10D,10 days"})
    void durations(Duration duration, String shown) {
        assertThat(show.duration(duration)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "0,10,0", "1,1000,1", "999,1000,99", "1000,1000,100"})
    void aPercentageSaysAllOnlyForAllAndNoneOnlyForNone(long part, long total, long shown) {
        assertThat(show.percent(part, total)).isEqualTo(shown);
    }

    @Test
    void countsHaveTheirPlural() {
        assertThat(show.count(1, "device")).isEqualTo("1 device");
        assertThat(show.count(1200, "device")).isEqualTo("1,200 devices");
        assertThat(show.count(2, "query")).isEqualTo("2 queries");
    }

    @Test
    void timesAreUtcToTheSecond() {
        assertThat(show.time(Instant.parse("2026-11-21T05:14:03.999Z"))).isEqualTo("2026-11-21 05:14:03 UTC");
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void everyFailureHasWordsAndSaysWhatToDo(FailureKind kind) {
        assertThat(show.failure(kind.name())).doesNotContain("_").isNotBlank();
        assertThat(show.hint(kind.name())).endsWith(".");
    }
}
