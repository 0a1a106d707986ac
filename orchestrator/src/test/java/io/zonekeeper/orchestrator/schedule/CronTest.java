package io.zonekeeper.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {

    private static List<String> fires(String cron, String zone, String after, int count) {
        return Cron.parse(cron, zone).next(Instant.parse(after), count).stream()
                .map(Instant::toString)
                .toList();
    }

    /** Fire times of a local day, by the wall clock with its offset. */
    private static List<String> firesOn(String cron, String zone, String day) {
        ZoneId id = ZoneId.of(zone);
        LocalDate date = LocalDate.parse(day);
        Instant from = date.atStartOfDay(id).toInstant().minusNanos(1);
        Instant until = date.plusDays(1).atStartOfDay(id).toInstant();
        return Cron.parse(cron, zone).next(from, 2000).stream()
                .filter(fire -> fire.isBefore(until))
                .map(fire -> fire.atZone(id).toOffsetDateTime().toString().substring(11))
                .toList();
    }

    @Test
    void firesStrictlyAfterAGivenInstant() {
        assertThat(fires("30 2 * * *", "UTC", "2026-11-21T02:30:00Z", 2))
                .containsExactly("2026-11-22T02:30:00Z", "2026-11-23T02:30:00Z");
    }

    @Test
    void keepsToTheWallClockOfItsZoneOverTheYear() {
        assertThat(fires("0 12 1 */6 *", "Europe/Berlin", "2026-01-01T12:00:00Z", 2))
                .containsExactly("2026-07-01T10:00:00Z", "2027-01-01T11:00:00Z");
    }

    @Test
    void aTimeInTheSpringGapFiresAtTheFirstValidInstant() {
        assertThat(firesOn("30 2 * * *", "Europe/Berlin", "2026-03-29")).containsExactly("03:00+02:00");
    }

    @Test
    void twoTimesInTheSpringGapFireOnceTogether() {
        assertThat(firesOn("15,45 2 * * *", "Europe/Berlin", "2026-03-29")).containsExactly("03:00+02:00");
    }

    @Test
    void aGapFireDoesNotDisplaceTheNextDay() {
        assertThat(fires("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void aRepeatedTimeInAutumnFiresOnceForADailySchedule() {
        assertThat(firesOn("30 2 * * *", "Europe/Berlin", "2026-10-25")).containsExactly("02:30+02:00");
        assertThat(fires("30 2 * * *", "Europe/Berlin", "2026-10-25T00:45:00Z", 1))
                .as("in the second pass through the hour")
                .containsExactly("2026-10-26T01:30:00Z");
    }

    @Test
    void aRepeatedHourInAutumnFiresBothTimesForAnHourlySchedule() {
        assertThat(firesOn("30 * * * *", "Europe/Berlin", "2026-10-25"))
                .hasSize(25)
                .startsWith("00:30+02:00", "01:30+02:00", "02:30+02:00", "02:30+01:00", "03:30+01:00");
    }

    @Test
    void aGapLeavesOutOneFireOfAnHourlySchedule() {
        assertThat(firesOn("30 * * * *", "Europe/Berlin", "2026-03-29"))
                .hasSize(23)
                .startsWith("00:30+01:00", "01:30+01:00", "03:30+02:00");
    }

    @Test
    void everyFewMinutesIsEvenlySpacedThroughBothChanges() {
        for (String after : List.of("2026-03-29T00:30:00Z", "2026-10-24T23:30:00Z")) {
            List<Instant> fires = Cron.parse("*/10 * * * *", "Europe/Berlin").next(Instant.parse(after), 20);
            for (int i = 1; i < fires.size(); i++) {
                assertThat(fires.get(i)).isEqualTo(fires.get(i - 1).plusSeconds(600));
            }
        }
    }

    @Test
    void aGapAtMidnightFiresAtTheFirstInstantOfTheDay() {
        assertThat(firesOn("0 0 * * *", "America/Sao_Paulo", "2018-11-04")).containsExactly("01:00-02:00");
        assertThat(firesOn("30 0 * * *", "America/Sao_Paulo", "2018-11-04")).containsExactly("01:00-02:00");
    }

    @Test
    void midnightComesOnceWhereTheHourBeforeItIsRepeated() {
        assertThat(firesOn("30 23 * * *", "America/Sao_Paulo", "2018-02-17")).containsExactly("23:30-02:00");
        assertThat(firesOn("0 0 * * *", "America/Sao_Paulo", "2018-02-18")).containsExactly("00:00-03:00");
    }

    @Test
    void aChangeOfHalfAnHourIsHeeded() {
        assertThat(firesOn("15 2 * * *", "Australia/Lord_Howe", "2026-10-04")).containsExactly("02:30+11:00");
        assertThat(firesOn("45 1 * * *", "Australia/Lord_Howe", "2026-04-05")).containsExactly("01:45+11:00");
        assertThat(firesOn("45 * * * *", "Australia/Lord_Howe", "2026-04-05"))
                .startsWith("00:45+11:00", "01:45+11:00", "01:45+10:30", "02:45+10:30");
    }

    @Test
    void aDayThatWasLeftOutFiresAtTheFirstInstantOfTheNext() {
        assertThat(fires("30 9 * * *", "Pacific/Apia", "2011-12-29T20:00:00Z", 3))
                .containsExactly("2011-12-30T10:00:00Z", "2011-12-30T19:30:00Z", "2011-12-31T19:30:00Z");
        assertThat(fires("0 9 30 12 *", "Pacific/Apia", "2011-12-29T20:00:00Z", 2))
                .containsExactly("2011-12-30T10:00:00Z", "2012-12-29T19:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "61 2 * * *|The minute \"61\"",
                "0 24 * * *|The hour \"24\"",
                "0 2 32 * *|The day of month \"32\"",
                "0 2 * 13 *|The month \"13\"",
                "0 2 * * FRY|The day of week \"FRY\"",
                "0 2 * *|has 4 fields",
                "0 0 2 * * *|has 6 fields",
                "@daily|has 1 fields",
                "0 2 1 * MON|are both set",
                "0 2 30 2 *|never fires"
            })
    void aWrongExpressionIsRefusedNamingWhatIsWrong(String cron, String expected) {
        assertThatThrownBy(() -> Cron.parse(cron, "UTC"))
                .isInstanceOfSatisfying(
                        CronException.class, e -> assertThat(e.field()).isEqualTo("cron"))
                .hasMessageContaining(expected);
    }

    @Test
    void anUnknownZoneIsRefused() {
        assertThatThrownBy(() -> Cron.parse("0 2 * * *", "Europe/Berlln"))
                .isInstanceOfSatisfying(
                        CronException.class, e -> assertThat(e.field()).isEqualTo("zone"))
                .hasMessageContaining("Europe/Berlln");
    }

    @Test
    void aLeapDayIsFound() {
        assertThat(fires("0 2 29 2 *", "UTC", "2026-11-21T00:00:00Z", 2))
                .containsExactly("2028-02-29T02:00:00Z", "2032-02-29T02:00:00Z");
    }
}
