package io.zonekeeper.orchestrator.config;

import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Search over the current configurations, and all of them as a file. */
@WebPage
@RequestMapping("/configs")
class ConfigSearchPage {

    private static final int ROWS = 25;

    private final JdbcClient jdbc;
    private final ConfigSearch search;
    private final ConfigArchive archive;
    private final CollectorGroups groups;

    ConfigSearchPage(JdbcClient jdbc, ConfigSearch search, ConfigArchive archive, CollectorGroups groups) {
        this.jdbc = jdbc;
        this.search = search;
        this.archive = archive;
        this.groups = groups;
    }

    /** Answers with the hits alone where htmx asks for more of them. */
    @GetMapping
    String show(
            @AuthenticationPrincipal User user,
            @RequestParam Map<String, String> parameters,
            @RequestParam(defaultValue = "") String after,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model,
            HttpServletResponse response) {
        Form form = Form.of(parameters);
        model.addAttribute("form", form);
        model.addAttribute("asked", form.text("contains") != null || form.text("lacks") != null);
        model.addAttribute("after", after);
        if (form.text("contains") != null || form.text("lacks") != null) {
            try {
                ConfigQuery query = ConfigQuery.of(
                        form.text("contains"),
                        form.text("lacks"),
                        form.ticked("regex"),
                        form.ticked("match_case"),
                        form.text("group"));
                model.addAttribute(
                        "found", search.find(user.scope(), query, PageRequest.of(ROWS, after, ConfigSearch.SORT_KEY)));
            } catch (Problem problem) {
                response.setStatus(problem.status().value());
                form.reject(problem, "contains", "lacks");
            }
        }
        if (htmx != null) {
            return "configs/hits";
        }
        model.addAttribute(
                "groups",
                Stream.concat(
                                Stream.of(new Option("", "All")),
                                groups.all(user.scope()).stream()
                                        .map(group -> Option.of(group.name().value())))
                        .toList());
        model.addAttribute("stored", stored(user.scope()));
        return "configs/search";
    }

    @GetMapping("/archive")
    void archive(
            @AuthenticationPrincipal User user,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(name = "device_ids", defaultValue = "") String deviceIds,
            HttpServletResponse response)
            throws IOException {
        ConfigArchive.Selection selection = ConfigArchive.Selection.of(group, deviceIds);
        ConfigSearchApi.send(user.scope(), archive.masked(user.scope(), selection), selection, archive, response);
    }

    /** By POST: a reveal is written into the audit. */
    @PostMapping("/archive/reveal")
    void reveal(
            @AuthenticationPrincipal User user,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(name = "device_ids", defaultValue = "") String deviceIds,
            HttpServletResponse response)
            throws IOException {
        ConfigArchive.Selection selection = ConfigArchive.Selection.of(group, deviceIds);
        ConfigSearchApi.send(user.scope(), archive.revealed(user, selection), selection, archive, response);
    }

    private long stored(Scope scope) {
        return jdbc.sql("""
                select count(*) from device_state s join device d on d.id = s.device_id and d.deleted_at is null
                where s.current_version_id is not null and %s
                """.formatted(scope.over("d.group_id")))
                .query(Long.class)
                .single();
    }
}
