package io.zonekeeper.orchestrator.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {

    private static final String TEXT = "name,address\ncafé,10.0.0.1\n";

    private static byte[] bytes(Charset charset, int... mark) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int each : mark) {
            bytes.write(each);
        }
        bytes.writeBytes(TEXT.getBytes(charset));
        return bytes.toByteArray();
    }

    private static ImportedFile read(String text) {
        return CsvFile.read(text, Map.of());
    }

    private static List<String> names(ImportedFile file) {
        return file.rows().stream().map(row -> row.cell(ImportField.NAME)).toList();
    }

    @Test
    void theEncodingsOfSpreadsheetsAreRead() {
        assertThat(FileText.of(bytes(UTF_8))).isEqualTo(TEXT);
        assertThat(FileText.of(bytes(UTF_8, 0xEF, 0xBB, 0xBF))).isEqualTo(TEXT);
        assertThat(FileText.of(bytes(UTF_16LE, 0xFF, 0xFE))).isEqualTo(TEXT);
        assertThat(FileText.of(bytes(UTF_16BE, 0xFE, 0xFF))).isEqualTo(TEXT);
    }

    @Test
    void anotherEncodingIsRefusedByLine() {
        assertThatThrownBy(() -> FileText.of(bytes(ISO_8859_1))).hasMessageContaining("Line 2 is not UTF-8");
        assertThatThrownBy(() -> FileText.of(new byte[0])).hasMessageContaining("empty");
        assertThatThrownBy(() -> FileText.of(new byte[FileText.MOST_BYTES + 1])).hasMessageContaining("16 MiB");
        assertThatThrownBy(() -> FileText.of("a\0b".getBytes(UTF_8))).hasMessageContaining("NUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void theSeparatorIsTakenFromTheHeader(String separator) {
        ImportedFile file = read("name,address,tags\nr1,10.0.0.1,a b\n".replace(",", separator));
        assertThat(file.rows()).singleElement().satisfies(row -> {
            assertThat(row.cell(ImportField.ADDRESS)).isEqualTo("10.0.0.1");
            assertThat(row.cell(ImportField.TAGS)).isEqualTo("a b");
            assertThat(row.has(ImportField.PORT)).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyKindOfLineEndIsOneAndLinesAreCounted(String end) {
        ImportedFile file = read("name,address\n\nr1,10.0.0.1\n\n\"r2\",\"10.0.0.2\"".replace("\n", end));
        assertThat(names(file)).containsExactly("r1", "r2");
        assertThat(file.rows()).extracting(ImportRow::line).containsExactly(3L, 5L);
    }

    @Test
    void quotedValuesHoldSeparatorsQuotesAndLineEnds() {
        ImportedFile file = read("name,credential,parameters\nr1,\"core, \"\"new\"\"\",\"a=1\nb=2\"\nr2,,\n");
        assertThat(file.rows().getFirst().cell(ImportField.CREDENTIAL)).isEqualTo("core, \"new\"");
        assertThat(file.rows().getFirst().cell(ImportField.PARAMETERS)).isEqualTo("a=1\nb=2");
        assertThat(file.rows().getLast().line()).isEqualTo(4);
        assertThat(file.errors()).isEmpty();
    }

    @Test
    void aValueOverSeveralLinesIsAnErrorOfItsRowAndItsNeighboursAreRead() {
        ImportedFile file = read("name,address\nr1,10.0.0.1\nr2,\"10.0.\n0.2\"\nr3,10.0.0.3\n");
        assertThat(names(file)).containsExactly("r1", "r3");
        assertThat(file.errors()).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(3);
            assertThat(error.column()).isEqualTo("address");
            assertThat(error.message()).contains("several lines");
        });
    }

    @Test
    void aRowOfAnotherLengthAndATooLongValueAreErrors() {
        ImportedFile file = read("name,address\nr1\nr2,10.0.0.2,x\nr3," + "x".repeat(5000) + "\nr4,10.0.0.4\n");
        assertThat(names(file)).containsExactly("r4");
        assertThat(file.errors()).extracting(ImportReport.RowError::line).containsExactly(2L, 3L, 4L);
        assertThat(file.errors().getFirst().message()).contains("1 values", "header 2");
        assertThat(file.errors().getLast().message()).contains("5,000");
    }

    @Test
    void aQuoteThatIsNotClosedIsNamed() {
        assertThatThrownBy(() -> read("name,address\nr1,\"10.0.0.1\nr2,10.0.0.2\n"))
                .hasMessageContaining("quote");
    }

    @ParameterizedTest
    @CsvSource({
        "Hostname, Primary IP, Model",
        "host, ip_address, OS",
        "DEVICE NAME, mgmt-ip, driver",
        "name, address, platform"
    })
    void usualNamesOfColumnsAreKnown(String name, String address, String platform) {
        ImportedFile file = read("%s,%s,%s,Notes\nr1,10.0.0.1,ios,x\n".formatted(name, address, platform));
        assertThat(file.columns())
                .containsEntry("name", name)
                .containsEntry("address", address)
                .containsEntry("platform", platform);
        assertThat(file.ignored()).containsExactly("Notes");
    }

    @Test
    void columnsAreChosenByNameOrNumber() {
        String text = "id,what,where,where\nr1,ios,10.0.0.1,attic\n";
        ImportedFile file = CsvFile.read(text, Map.of("name", "1", "platform", "What", "address", "3"));
        assertThat(file.rows().getFirst().cell(ImportField.ADDRESS)).isEqualTo("10.0.0.1");
        assertThat(file.rows().getFirst().cell(ImportField.PLATFORM)).isEqualTo("ios");
        assertThatThrownBy(() -> CsvFile.read(text, Map.of("name", "1", "address", "where")))
                .hasMessageContaining("2 times");
        assertThatThrownBy(() -> CsvFile.read(text, Map.of("name", "hostname")))
                .hasMessageContaining("the file has id, what, where");
        assertThatThrownBy(() -> CsvFile.read(text, Map.of("colour", "1"))).hasMessageContaining("colour");
        assertThatThrownBy(() -> read("a,b\n1,2\n")).hasMessageContaining("No column is the name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@sum", "'=1+1", "''-x", "plain", "'quoted", "", "'"})
    void whatLooksLikeAFormulaIsMarkedAndComesBackAsItWas(String text) {
        String cell = SpreadsheetCell.write(text);
        assertThat(cell).doesNotMatch("[=+\\-@].*");
        assertThat(SpreadsheetCell.read(cell)).isEqualTo(text);
    }
}
