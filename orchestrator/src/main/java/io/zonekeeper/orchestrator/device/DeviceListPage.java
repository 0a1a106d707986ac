package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.credential.CredentialNames;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.page.Badge;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Page;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

@WebPage
@RequestMapping("/devices")
class DeviceListPage {

    private static final int ROWS = 50;
    private static final List<Option> EITHER =
            List.of(new Option("", "All"), new Option("true", "Enabled"), new Option("false", "Disabled"));

    private final DeviceSearch search;
    private final CollectorGroups groups;
    private final CredentialNames credentials;

    DeviceListPage(DeviceSearch search, CollectorGroups groups, CredentialNames credentials) {
        this.search = search;
        this.groups = groups;
        this.credentials = credentials;
    }

    record Row(Device device, Badge badge) {

        static Row of(Device device) {
            return new Row(
                    device, DeviceHistory.badge(device.enabled(), device.state().lastStatus()));
        }
    }

    /**
     * A column that can be sorted by.
     *
     * @param path sorts by it, or the other way round where it is sorted by already
     * @param sorted {@code ascending}, {@code descending}, or null
     */
    record Heading(String word, String path, @Nullable String sorted) {}

    /** Answers with the table alone where htmx asks for it while somebody types. */
    @GetMapping
    String list(
            @AuthenticationPrincipal User user,
            DeviceFilter filter,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String after,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        Scope scope = user.scope();
        DeviceOrder order = DeviceOrder.parse(sort);
        Page<Device> page = search.find(scope, filter.checked(), order, order.request(ROWS, after));
        model.addAttribute("filter", filter);
        model.addAttribute("devices", page.items().stream().map(Row::of).toList());
        model.addAttribute("count", search.count(scope, filter));
        model.addAttribute("headings", headings(filter, order));
        model.addAttribute("sort", sort);
        model.addAttribute("after", after);
        model.addAttribute("here", path(filter, sort, null));
        model.addAttribute("next", page.next() == null ? null : path(filter, sort, page.next()));
        model.addAttribute("export", path("/devices/export.csv", filter, "", null));
        model.addAttribute("partial", htmx != null);
        if (htmx != null) {
            return "devices/table";
        }
        model.addAttribute("statuses", DeviceFilter.STATUSES);
        model.addAttribute("either", EITHER);
        model.addAttribute(
                "groups",
                options(groups.all(scope).stream()
                        .map(group -> Option.of(group.name().value()))));
        model.addAttribute("platforms", options(search.platforms(scope).stream().map(Option::of)));
        model.addAttribute("tags", options(search.tags(scope).stream().map(Option::of)));
        model.addAttribute(
                "credentials", options(credentials.all(scope).stream().map(Option::of)));
        model.addAttribute("sources", sources(scope));
        return "devices/list";
    }

    private List<Option> sources(Scope scope) {
        List<String> sources = search.sources(scope);
        return sources.isEmpty()
                ? List.of()
                : options(Stream.concat(
                        Stream.of(new Option(DeviceFilter.BY_HAND, "Added by hand")),
                        sources.stream().map(Option::of)));
    }

    private static List<Option> options(Stream<Option> options) {
        return Stream.concat(Stream.of(new Option("", "All")), options).toList();
    }

    private static List<Heading> headings(DeviceFilter filter, DeviceOrder order) {
        return List.of(
                heading("Device", DeviceOrder.By.NAME, filter, order),
                heading("Address", DeviceOrder.By.ADDRESS, filter, order),
                heading("Platform", DeviceOrder.By.PLATFORM, filter, order),
                heading("Last backup", DeviceOrder.By.LAST_BACKUP, filter, order),
                heading("Last change", DeviceOrder.By.LAST_CHANGE, filter, order));
    }

    private static Heading heading(String word, DeviceOrder.By by, DeviceFilter filter, DeviceOrder order) {
        boolean sorted = order.by() == by;
        DeviceOrder other = new DeviceOrder(by, sorted && !order.descending());
        return new Heading(
                word,
                path(filter, other.wireName(), null),
                sorted ? order.descending() ? "descending" : "ascending" : null);
    }

    private static String path(DeviceFilter filter, String sort, @Nullable String after) {
        return path("/devices", filter, sort, after);
    }

    private static String path(String path, DeviceFilter filter, String sort, @Nullable String after) {
        UriComponentsBuilder uri = UriComponentsBuilder.fromPath(path);
        filter.parameters().forEach((name, value) -> uri.queryParam(name, "{" + name + "}"));
        if (!sort.isEmpty()) {
            uri.queryParam("sort", sort);
        }
        if (after != null) {
            uri.queryParam("after", after);
        }
        return uri.encode().buildAndExpand(filter.parameters()).toUriString();
    }
}
