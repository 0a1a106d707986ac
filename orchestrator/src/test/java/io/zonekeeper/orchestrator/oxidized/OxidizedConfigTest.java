package io.zonekeeper.orchestrator.oxidized;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OxidizedConfigTest {

    private static final String CSV = "source: {csv: {map: {name: 0}}}\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source: {http: {url: x}} | There is no section source.csv: only a router.db is read, no other source of Oxidized.",
                "'a: [' | Line 1 of the configuration: this is no YAML (expected the node content, but found '<stream end>').",
                "source: {csv: {map: {ip: 1}}} | No column is the name: say which one is, such as \"name: 0\" in the map.",
                "source: {csv: {map: {name: first}}} | Line 1 of the configuration: \"name\" must be the number of a column, counted from 0.",
            })
    void saysWhatIsWrong(String yaml, String sentence) {
        assertThatThrownBy(() -> OxidizedConfig.parse(yaml))
                .isInstanceOf(OxidizedConfigException.class)
                .hasMessage(sentence);
    }

    @Test
    void namesTheLineOfARegularExpressionItCannotRead() {
        assertThatThrownBy(() -> OxidizedConfig.parse(CSV + "model_map:\n  !ruby/regexp /(?=x)/: ios\n"))
                .hasMessageStartingWith("Line 3 of the configuration: this regular expression is not understood here");
        assertThatThrownBy(() -> OxidizedConfig.parse(CSV + "model_map:\n  !ruby/regexp /x/x: ios\n"))
                .hasMessage("Line 3 of the configuration: the flags \"x\" of a regular expression are not known here.");
        assertThatThrownBy(() -> OxidizedConfig.parse(CSV + "model_map:\n  !ruby/regexp x: ios\n"))
                .hasMessage("Line 3 of the configuration: a regular expression is written /pattern/.");
        assertThatThrownBy(() -> OxidizedConfig.parse(CSV + "model_map:\n  ios: nil\n"))
                .hasMessage("Line 3 of the configuration: this entry maps to nothing.");
    }

    @Test
    void wantsADelimiterAndAName() {
        assertThatThrownBy(() -> OxidizedConfig.ofColumns("", List.of("name")))
                .hasMessage("The delimiter is empty: give the text between two columns, such as \":\".");
        assertThatThrownBy(() -> OxidizedConfig.ofColumns(":", List.of("ip", "model")))
                .hasMessageStartingWith("No column is the name");
    }
}
