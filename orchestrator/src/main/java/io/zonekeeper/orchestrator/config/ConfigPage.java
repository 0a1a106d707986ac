package io.zonekeeper.orchestrator.config;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.page.Show;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Versions of configurations, masked, and what differs between two. */
@WebPage
class ConfigPage {

    private static final int ROWS = 30;
    private static final int CHOICES = 100;
    private static final int MOST_LINES = 20_000;
    private static final int ALL_LINES = 1_000_000;
    private static final List<Option> CONTEXTS =
            List.of(new Option("3", "3 lines"), new Option("10", "10 lines"), new Option("all", "all lines"));
    private static final List<Option> VIEWS =
            List.of(new Option("unified", "One below the other"), new Option("split", "Side by side"));

    private final JdbcClient jdbc;
    private final ConfigVersions versions;
    private final Configurations configurations;

    ConfigPage(JdbcClient jdbc, ConfigVersions versions, Configurations configurations) {
        this.jdbc = jdbc;
        this.versions = versions;
        this.configurations = configurations;
    }

    /** The device of a version, which may be deleted: its versions are kept. */
    record Owner(long id, String group, String name, boolean deleted) {}

    @GetMapping("/devices/{deviceId}/versions")
    String list(
            @AuthenticationPrincipal User user,
            @PathVariable long deviceId,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        PageRequest request = PageRequest.byId(ROWS, after);
        Optional<ConfigVersion> last =
                Optional.ofNullable(request.afterId()).flatMap(id -> versions.find(user.scope(), id));
        Page<ConfigVersion> page = Page.of(
                versions.ofDevice(user.scope(), deviceId, last, request.fetch()),
                request,
                version -> List.of(Long.toString(version.id())));
        model.addAttribute("owner", owner(user, deviceId));
        model.addAttribute("versions", page.items());
        model.addAttribute("next", page.next());
        model.addAttribute("after", after);
        return "configs/list";
    }

    @GetMapping("/versions/{id}")
    String show(@AuthenticationPrincipal User user, @PathVariable long id, Model model) {
        ConfigVersion version = found(user, id);
        model.addAttribute("owner", owner(user, version.deviceId()));
        model.addAttribute("version", version);
        model.addAttribute("older", versions.before(user.scope(), version).isPresent());
        if (!version.binary()) {
            List<String> lines = configurations
                    .maskedText(user.scope(), id)
                    .lines()
                    .limit(MOST_LINES + 1L)
                    .toList();
            model.addAttribute("cut", lines.size() > MOST_LINES);
            model.addAttribute("lines", lines.stream().limit(MOST_LINES).toList());
        }
        return "configs/version";
    }

    @GetMapping("/versions/{id}/download")
    ResponseEntity<byte[]> download(@AuthenticationPrincipal User user, @PathVariable long id) {
        ConfigVersion version = found(user, id);
        return file(user, version, configurations.masked(user.scope(), id), "");
    }

    /** By POST: a reveal is written into the audit. */
    @PostMapping("/versions/{id}/reveal")
    ResponseEntity<byte[]> reveal(@AuthenticationPrincipal User user, @PathVariable long id) {
        ConfigVersion version = found(user, id);
        return file(user, version, configurations.reveal(user, id), "-with-secrets");
    }

    @GetMapping("/devices/{deviceId}/diff")
    String diff(
            @AuthenticationPrincipal User user,
            @PathVariable long deviceId,
            @RequestParam(required = false) @Nullable Long from,
            @RequestParam(required = false) @Nullable Long to,
            @RequestParam(defaultValue = "3") String context,
            @RequestParam(defaultValue = "unified") String view,
            @RequestParam(defaultValue = "true") boolean blanks,
            @RequestParam(defaultValue = "true") boolean noise,
            Model model) {
        Owner owner = owner(user, deviceId);
        model.addAttribute("owner", owner);
        model.addAttribute("contexts", CONTEXTS);
        model.addAttribute("context", context);
        model.addAttribute("views", VIEWS);
        model.addAttribute("view", "split".equals(view) ? "split" : "unified");
        model.addAttribute("options", new DiffOptions(blanks, noise));
        List<ConfigVersion> choices = versions.ofDevice(user.scope(), deviceId, Optional.empty(), CHOICES);
        if (choices.size() < 2 && from == null) {
            model.addAttribute("only", choices);
            return "configs/diff";
        }
        Configurations.Comparison comparison =
                configurations.compare(user.scope(), deviceId, from, to, new DiffOptions(blanks, noise));
        model.addAttribute(
                "choices",
                Stream.concat(choices.stream(), Stream.of(comparison.newer(), comparison.older()))
                        .distinct()
                        .map(ConfigPage::option)
                        .toList());
        model.addAttribute("older", comparison.older());
        model.addAttribute("newer", comparison.newer());
        if (!comparison.older().binary() && !comparison.newer().binary()) {
            model.addAttribute(
                    "diff",
                    comparison.diff(
                            switch (context) {
                                case "all" -> ALL_LINES;
                                case "10" -> 10;
                                default -> 3;
                            }));
        }
        return "configs/diff";
    }

    /** What the page of the comparison shows, as a file. */
    @GetMapping("/devices/{deviceId}/diff.patch")
    ResponseEntity<byte[]> patch(
            @AuthenticationPrincipal User user,
            @PathVariable long deviceId,
            @RequestParam(required = false) @Nullable Long from,
            @RequestParam(required = false) @Nullable Long to,
            @RequestParam(defaultValue = "true") boolean blanks,
            @RequestParam(defaultValue = "true") boolean noise) {
        Configurations.Comparison comparison =
                configurations.compare(user.scope(), deviceId, from, to, new DiffOptions(blanks, noise));
        String name = owner(user, deviceId).name();
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_PLAIN)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(
                                        "%s-%d-%d.patch"
                                                .formatted(
                                                        name,
                                                        comparison.older().id(),
                                                        comparison.newer().id()),
                                        StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(comparison.diff(3).unified(name, name).getBytes(StandardCharsets.UTF_8));
    }

    private static Option option(ConfigVersion version) {
        return new Option(
                Long.toString(version.id()),
                "%d, %s%s"
                        .formatted(
                                version.id(),
                                Show.timeOf(version.collectedAt()),
                                version.current() ? ", current" : ""));
    }

    private ResponseEntity<byte[]> file(User user, ConfigVersion version, byte[] content, String suffix) {
        Owner owner = owner(user, version.deviceId());
        return ResponseEntity.ok()
                .contentType(version.binary() ? MediaType.APPLICATION_OCTET_STREAM : MediaType.TEXT_PLAIN)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(
                                        "%s-version-%d%s.txt".formatted(owner.name(), version.id(), suffix),
                                        StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(content);
    }

    private ConfigVersion found(User user, long id) {
        return versions.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Version " + id));
    }

    private Owner owner(User user, long deviceId) {
        return jdbc.sql("""
                select d.id, g.name as group_name, d.name, d.deleted_at is not null as deleted
                from device d join collector_group g on g.id = d.group_id
                where d.id = :id and %s
                """.formatted(user.scope().over("d.group_id")))
                .param("id", deviceId)
                .query((row, _) -> new Owner(
                        row.getLong("id"),
                        row.getString("group_name"),
                        row.getString("name"),
                        row.getBoolean("deleted")))
                .optional()
                .orElseThrow(() -> Problem.notFound("Device " + deviceId));
    }
}
