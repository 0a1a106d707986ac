package io.zonekeeper.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.setting.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndedTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:30:00Z");
    private static final DispatchSettings SETTINGS = DispatchSettings.read(new Environment(Map.of()));

    private static Ended ended(int number, String kind, boolean cancelled, Ended.Ending ending) {
        return new Ended(UUID.randomUUID(), UUID.randomUUID(), number, kind, cancelled, ending);
    }

    @Test
    void theDefaultsAreThoseOfTheTable() {
        assertThat(SETTINGS).isEqualTo(new DispatchSettings(Duration.ofHours(1), 3, Duration.ofSeconds(60), true));
    }

    @Test
    void aSuccessEndsTheJob() {
        assertThat(ended(1, "backup", false, new Ended.Success()).next(SETTINGS, NOW, 0.5))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void onlyWhatMayMendItselfIsTriedAgain(FailureKind kind) {
        assertThat(ended(1, "backup", false, new Ended.Failure(kind.name()))
                        .next(SETTINGS, NOW, 0.5)
                        .isPresent())
                .isEqualTo(kind.isRetryable());
    }

    @Test
    void aFailureThisReleaseDoesNotKnowIsNotTriedAgain() {
        assertThat(ended(1, "backup", false, new Ended.Failure("MELTED")).next(SETTINGS, NOW, 0.5))
                .isEmpty();
    }

    @Test
    void thePauseDoublesWithEachAttemptAndVariesByAQuarter() {
        Ended first = ended(1, "backup", false, new Ended.Failure("UNREACHABLE"));
        Ended second = ended(2, "backup", false, new Ended.Failure("UNREACHABLE"));
        assertThat(first.next(SETTINGS, NOW, 0.5)).contains(NOW.plusSeconds(60));
        assertThat(first.next(SETTINGS, NOW, 0)).contains(NOW.plusSeconds(45));
        assertThat(first.next(SETTINGS, NOW, 1)).contains(NOW.plusSeconds(75));
        assertThat(second.next(SETTINGS, NOW, 0.5)).contains(NOW.plusSeconds(120));
    }

    @Test
    void theLastAttemptIsTheLast() {
        assertThat(ended(3, "backup", false, new Ended.Failure("UNREACHABLE")).next(SETTINGS, NOW, 0.5))
                .isEmpty();
        assertThat(ended(3, "backup", false, new Ended.NoOutcome()).next(SETTINGS, NOW, 0.5))
                .isEmpty();
    }

    @Test
    void neitherALoginTestNorACancelledJobIsTriedAgain() {
        assertThat(ended(1, "login_test", false, new Ended.Failure("UNREACHABLE"))
                        .next(SETTINGS, NOW, 0.5))
                .isEmpty();
        assertThat(ended(1, "backup", true, new Ended.Failure("UNREACHABLE")).next(SETTINGS, NOW, 0.5))
                .isEmpty();
    }

    @Test
    void anAttemptWithoutOutcomeIsIssuedAnewAtOnce() {
        assertThat(ended(1, "backup", false, new Ended.NoOutcome()).next(SETTINGS, NOW, 0.5))
                .contains(NOW);
    }

    @Test
    void thePauseStaysWithinADay() {
        DispatchSettings patient = new DispatchSettings(Duration.ofHours(1), 100, Duration.ofHours(1), true);
        assertThat(ended(90, "backup", false, new Ended.Failure("UNREACHABLE")).next(patient, NOW, 0.5))
                .contains(NOW.plus(Duration.ofDays(1)));
    }
}
