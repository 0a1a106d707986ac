package io.zonekeeper.orchestrator.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Path LIVE = TEMPLATES.resolve("live");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "th:utext",
                "[(",
                "hx-on",
                " style=",
                "th:style",
                "javascript:",
                " onclick",
                " onload",
                " onsubmit",
                "<style"
            })
    void noTemplateHoldsWhatThePolicyForbids(String forbidden) throws IOException {
        for (Path template : templates().toList()) {
            assertThat(Files.readString(template)).as(template.toString()).doesNotContain(forbidden);
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void noElementCarriesAScriptOrAStyle(Path template) throws IOException {
        assertThat(Files.readString(template)).doesNotContainPattern("<[a-zA-Z][^>]*\\s(th:)?(on[a-z]+|style)=");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void scriptsComeFromFiles(Path template) throws IOException {
        assertThat(Stream.of(Files.readString(template).split("<script")).skip(1))
                .allSatisfy(script -> assertThat(script).containsPattern("^[^>]*(src|th:src)=\"[^\"]+\"></script>"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aConditionDoesNotStandWhereAFragmentTakesItsPlace(Path template) throws IOException {
        assertThat(Files.readString(template).split("<"))
                .filteredOn(tag -> tag.contains("th:replace="))
                .noneMatch(tag -> tag.contains("th:if=") || tag.contains("th:unless=") || tag.contains("th:each="));
    }

    @ParameterizedTest
    @MethodSource("live")
    void liveFragmentsHoldNoForms(Path template) throws IOException {
        assertThat(Files.readString(template)).doesNotContain("<form", "layout.", "@{");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyTableHasACaption(Path template) throws IOException {
        String text = Files.readString(template);
        assertThat(text.split("<table", -1)).hasSameSizeAs(text.split("<caption", -1));
    }

    static Stream<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return List.copyOf(
                    files.filter(file -> file.toString().endsWith(".html")).toList())
                    .stream();
        }
    }

    static Stream<Path> live() throws IOException {
        return templates().filter(template -> template.startsWith(LIVE));
    }
}
