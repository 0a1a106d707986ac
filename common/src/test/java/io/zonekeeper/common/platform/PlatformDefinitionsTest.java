package io.zonekeeper.common.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zonekeeper.common.platform.PlatformDefinition.Role;
import io.zonekeeper.common.platform.PlatformDefinition.Transport;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformDefinitionsTest {

    private static final String SMALL = """
            key: small
            transports: [ssh-shell]
            prompt: '\\w+#'
            commands:
              - {text: show config, role: config}
            """;

    @Test
    void readsEveryPartOfADefinition() {
        PlatformDefinition definition = parse("""
                key: full
                vendor: Example
                display_name: Example OS
                aliases: {oxidized: [exos, ex], netmiko: ex_os, napalm: []}
                proof: simulated
                transports: [ssh-shell, ssh-exec, telnet]
                port: 2222
                legacy_algorithms: true
                line_end: crlf
                terminal: {columns: 200, rows: 50}
                prompt: '(?P<name>\\w+)#'
                login:
                  - {expect: 'Accept\\?', answer: 'yes'}
                elevate: {command: enable, secret_prompt: 'Password:', success: '#', refused: denied}
                setup: [terminal length 0, {text: no page, answers: [{expect: 'Sure\\?', send: y}]}]
                pager: ['--More--', {expect: 'Press any key', send: "\\r"}]
                errors: '% Invalid'
                commands:
                  - show version
                  - {text: show mode, name: mode, role: step}
                  - text: show config
                    role: config
                    when:
                      - {answer: mode, matches: single}
                      - {answer: show version, lacks: old}
                    fallback: [show run]
                    idle_timeout: 90
                    header: '# config'
                  - text: show config
                    role: config
                    for_each: {answer: mode, item: '(\\w+)', enter: 'to {item}', leave: back}
                drop: [noise]
                ignore: ['^! changed']
                secrets: ['key (\\S+)', {from: BEGIN, to: END}]
                complete: {ends_with: '^end$', must_match: ['^a', '^b'], must_not_match: broken, min_lines: 3}
                logout: {commands: [exit], answers: [{expect: 'Save\\?', answer: n}]}
                idle_timeout: 12
                """);

        assertThat(definition.vendor()).isEqualTo("Example");
        assertThat(definition.aliases().oxidized()).containsExactly("exos", "ex");
        assertThat(definition.aliases().netmiko()).containsExactly("ex_os");
        assertThat(definition.proof()).isEqualTo(PlatformDefinition.Proof.SIMULATED);
        assertThat(definition.reach().transports())
                .containsExactly(Transport.SSH_SHELL, Transport.SSH_EXEC, Transport.TELNET);
        assertThat(definition.reach().port()).isEqualTo(2222);
        assertThat(definition.reach().legacyAlgorithms()).isTrue();
        assertThat(definition.dialogue().lineEnd()).isEqualTo("\r\n");
        assertThat(definition.dialogue().idle()).isEqualTo(Duration.ofSeconds(12));
        assertThat(definition.dialogue().login().getFirst().lineEnd()).isTrue();
        assertThat(definition.dialogue().pager())
                .extracting(PlatformDefinition.Reply::send)
                .containsExactly(" ", "\r");
        assertThat(definition.dialogue().logout().answers()).hasSize(1);
        assertThat(definition.setup())
                .extracting(PlatformDefinition.Command::role)
                .containsOnly(Role.STEP);
        assertThat(definition.commands())
                .extracting(PlatformDefinition.Command::role)
                .containsExactly(Role.CONTEXT, Role.STEP, Role.CONFIG, Role.CONFIG);
        assertThat(definition.commands().get(2).when())
                .extracting(PlatformDefinition.Condition::negated)
                .containsExactly(false, true);
        assertThat(definition.commands().get(2).idle()).isEqualTo(Duration.ofSeconds(90));
        assertThat(definition.rules().secrets().get(1).until()).isNotNull();
        assertThat(definition.complete().minLines()).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0} -> {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "prompt:        | promt:            | 3 | A definition has no key \"promt\": did you mean \"prompt\"?",
                "prompt:        | frobnicate:       | 3 | A definition has no key \"frobnicate\": it knows aliases, commands,",
                "'\\w+#'        | '(\\w+#'          | 3 | \"prompt\" is no pattern RE2 can read: missing closing )",
                "'\\w+#'        | '(?=x)#'          | 3 | look-around and back references do not exist there",
                "'\\w+#'        | ''                | 3 | \"prompt\" has an empty pattern",
                "ssh-shell      | ssh               | 2 | \"transports\" is \"ssh\": write ssh-exec or ssh-shell or telnet.",
                "key: small     | key: Small        | 1 | The key \"Small\" is not valid: use lower-case letters",
                "role: config   | role: kontext     | 5 | \"role\" is \"kontext\": write compare or config or context or step.",
                "role: config   | role: context     | 5 | No command has \"role: config\"",
                "role: config   | rolle: config     | 5 | A command has no key \"rolle\": did you mean \"role\"?",
                "text: show     | name: show        | 5 | A command needs the key \"text\".",
                "role: config   | role: config, when: {answer: vers, matches: x} | 5 | No earlier command is named \"vers\".",
                "role: config   | role: config, when: {answer: vers} | 5 | \"when\" needs either \"matches\" or \"lacks\".",
                "role: config   | role: config, optional: maybe | 5 | \"optional\" is \"maybe\": write true or false.",
                "role: config   | role: config, answers: [{expect: x}] | 5 | A question needs either \"answer\"",
                "role: config   | role: config, idle_timeout: 0 | 5 | \"idle_timeout\" is 0: write a number from 1 to 600.",
                "role: config   | role: config, limit: 601 | 5 | \"limit\" is 601: write a number from 1 to 600.",
                "role: config   | role: config, fetch: /a.cfg | 5 | A command has either \"text\", which is sent, or \"fetch\"",
                "role: config   | role: config, binary: true | 5 | \"binary\" speaks of a file and needs \"fetch\".",
                "text: show     | fetch: -rf       | 5 | \"fetch\" is \"-rf config\": write the path of a file on the device.",
                "text: show     | by: ftp, fetch: /a | 5 | \"by\" is \"ftp\": write scp or sftp.",
                "text: show     | secret: false, fetch: /a | 5 | \"secret\" speaks of a binary file",
                "text: show     | binary: true, drop: [x], fetch: /a | 5 | A command has no key \"drop\"",
                "role: config   | role: compare | 5 | \"role: compare\", which stands for a binary configuration",
                "text: show config, role: config | fetch: /a, binary: true | 5 | A binary file is the whole configuration",
                "role: config   | role: config, idle_timeout: soon | 5 | \"idle_timeout\" is \"soon\": write a whole number.",
                "key: small     | key: [small]      | 1 | \"key\" must be one value.",
                "key: small     | key:              | 1 | \"key\" has no value: give one or leave the key out.",
                "prompt: '\\w+#' | key: twice       | 3 | A definition has the key \"key\" twice: keep one.",
                "prompt: '\\w+#' | port: 70000      | 3 | \"port\" is 70000: write a number from 1 to 65535.",
                "prompt: '\\w+#' | complete: end    | 3 | \"complete\" must be a mapping with the keys ends_with,",
                "prompt: '\\w+#' | prompt: \"x      | 6 | This is no YAML:",
                "prompt: '\\w+#' | extends: smal    | 3 | There is no definition \"smal\" to extend: did you mean \"small\"?",
            })
    void namesFileLineAndTheWayOutOfEveryMistake(String right, String wrong, int line, String sentence) {
        DefinitionException e = failure(file(SMALL.replace(right.strip(), wrong.strip()), "small.yaml"));

        assertThat(e.problems()).as(e.getMessage()).anySatisfy(problem -> {
            assertThat(problem.sentence()).contains(sentence);
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.file()).isEqualTo("small.yaml");
        });
        assertThat(e.getMessage()).contains("small.yaml:" + line + ": ");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "transports: [ssh-shell, telnet] | Telnet copies no files",
                "drop: ['^x']                    | \"drop\" speaks of lines, and the configuration is binary",
                "complete: {must_match: ['^x']}  | \"must_match\" speaks of lines, and the configuration is binary",
                "setup: [{fetch: /b}]            | \"setup\" has a \"fetch\"",
                "commands: [{fetch: /a, binary: true, role: config}, {text: b, role: config}] | A binary file is the whole",
                "commands: [{fetch: /a, binary: true, role: config}, {fetch: /b, binary: true}] | Only one file can be binary",
            })
    void aBinaryFileDoesNotGoTogetherWith(String line, String sentence) {
        String key = line.substring(0, line.indexOf(':') + 1);
        String binary = """
                key: binary
                transports: [ssh-shell]
                prompt: '\\w+#'
                commands: [{fetch: /a, binary: true, role: config}]
                """;
        assertThat(read(file(binary, "binary.yaml")).all())
                .singleElement()
                .satisfies(definition ->
                        assertThat(definition.commands().getFirst().isBinary()).isTrue());

        DefinitionException e = failure(file(
                binary.lines().filter(other -> !other.startsWith(key)).collect(Collectors.joining("\n")) + "\n" + line,
                "binary.yaml"));

        assertThat(e.getMessage()).contains(sentence);
    }

    @Test
    void tellsAllMistakesAtOnce() {
        DefinitionException e = failure(file("""
                key: many
                transports: [ssh-shell, carrier-pigeon]
                prompt: '['
                commands:
                  - {text: show, role: none}
                """, "many.yaml"));

        assertThat(e.problems()).extracting(DefinitionException.Problem::line).containsExactlyInAnyOrder(2, 3, 5, 5);
    }

    @Test
    void saysThatAFileIsEmpty() {
        assertThat(failure(file("# nothing\n", "empty.yaml"))).hasMessageContaining("empty.yaml:1: The file is empty");
    }

    @Test
    void saysThatAFileIsNotUtf8() {
        byte[] latin = "key: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        DefinitionException e = catchThrowableOfType(
                DefinitionException.class, () -> DefinitionFile.read(new ByteArrayInputStream(latin), "latin.yaml"));
        assertThat(e).hasMessage("latin.yaml:1: This is no YAML: it is not written in UTF-8.");
    }

    @Test
    void aChildReplacesWhatItGivesAndAddsToRules() {
        PlatformDefinitions definitions = read(
                file(SMALL + "pager: [more]\nsecrets: ['a (b)']\nport: 22\nvendor: Example\n", "parent.yaml"),
                file("key: child\nextends: small\nsecrets: ['c (d)']\nport: 23\n", "child.yaml"));

        PlatformDefinition child = definitions.find("child").orElseThrow();
        assertThat(child.vendor()).isEqualTo("Example");
        assertThat(child.displayName()).isEqualTo("child");
        assertThat(child.reach().port()).isEqualTo(23);
        assertThat(child.rules().secrets())
                .extracting(rule -> rule.line().pattern())
                .containsExactly("a (b)", "c (d)");
        assertThat(child.dialogue().pager()).hasSize(1);
    }

    @Test
    void aMistakeInAParentIsToldWithTheParentsFile() {
        DefinitionException e = failure(
                file(SMALL.replace("'\\w+#'", "'['"), "parent.yaml"),
                file("key: child\nextends: small\n", "child.yaml"));
        assertThat(e.problems()).extracting(DefinitionException.Problem::file).containsExactly("parent.yaml");
    }

    @Test
    void refusesADefinitionThatExtendsItself() {
        assertThat(failure(
                        file(SMALL.replace("key: small", "key: a\nextends: b"), "a.yaml"),
                        file("key: b\nextends: a\n", "b.yaml")))
                .hasMessageContaining("a.yaml:2:")
                .hasMessageContaining("extends itself");
    }

    @Test
    void refusesAKeyOrAnAliasGivenTwice() {
        assertThat(failure(file(SMALL, "a.yaml"), file(SMALL, "b.yaml")))
                .hasMessage("b.yaml:1: The key \"small\" is taken by a.yaml:1: choose another one.");
        assertThat(failure(
                        file(SMALL + "aliases: {oxidized: [tiny]}\n", "a.yaml"),
                        file(SMALL.replace("small", "other") + "aliases: {netmiko: [Tiny]}\n", "b.yaml")))
                .hasMessageContaining("b.yaml:6: The alias \"tiny\" already means \"small\"");
    }

    @Test
    void findsByKeyAndByAliasIgnoringCase() {
        PlatformDefinitions definitions = read(file(SMALL + "aliases: {oxidized: [Tiny]}\n", "a.yaml"));
        assertThat(definitions.find("SMALL")).isPresent();
        assertThat(definitions.find(" tINY ")).isPresent();
        assertThat(definitions.find("huge")).isEmpty();
    }

    @Test
    void theHashTellsContentAndNotSpelling() {
        String hash = parse(SMALL).hash();
        assertThat(parse("# comment\ncommands: [{role: config, text: show config}]\n"
                                + "transports: ['ssh-shell']\nprompt: \"\\\\w+#\"\nkey: small\n")
                        .hash())
                .isEqualTo(hash)
                .matches("[0-9a-f]{64}");
        assertThat(parse(SMALL.replace("show config", "show run")).hash()).isNotEqualTo(hash);
    }

    private static DefinitionException failure(DefinitionFileSource... sources) {
        return catchThrowableOfType(DefinitionException.class, () -> read(sources));
    }

    private static PlatformDefinitions read(DefinitionFileSource... sources) {
        List<DefinitionFile> files = Arrays.stream(sources)
                .map(source -> DefinitionFile.read(
                        new ByteArrayInputStream(source.yaml().getBytes(StandardCharsets.UTF_8)), source.name()))
                .toList();
        return PlatformDefinitions.of(files);
    }

    private static PlatformDefinition parse(String yaml) {
        return PlatformDefinitions.parse(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test.yaml");
    }

    private record DefinitionFileSource(String yaml, String name) {}

    private static DefinitionFileSource file(String yaml, String name) {
        return new DefinitionFileSource(yaml, name);
    }
}
