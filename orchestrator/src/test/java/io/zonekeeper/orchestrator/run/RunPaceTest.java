package io.zonekeeper.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunPaceTest {

    private static final Instant BEGUN = Instant.parse("2026-11-28T02:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "600, 50, 50, about 10 min left",
        "600, 50, 51, about 11 min left",
        "600, 99, 1, less than a minute left",
        "600, 5, 95, about 4 h left",
        "60, 4, 96, ''",
        "60, 100, 0, ''",
        "0, 50, 50, ''"
    })
    void isToldByWhatHasEnded(long seconds, int ended, int open, String words) {
        RunCounts counts = new RunCounts(ended + open + 3, open - open / 2, 0, open / 2, ended - 1, 1, 3);
        Run run = new Run(new UUID(0, 0), "manual", null, "admin", BEGUN, null, "", counts, null);
        assertThat(RunPace.left(run, BEGUN.plusSeconds(seconds))).isEqualTo(words);
    }
}
