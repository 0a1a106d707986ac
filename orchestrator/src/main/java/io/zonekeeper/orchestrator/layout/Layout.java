package io.zonekeeper.orchestrator.layout;

import io.zonekeeper.orchestrator.access.Role;
import io.zonekeeper.orchestrator.access.User;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the frame around every page shows.
 *
 * @param user null while nobody is logged in
 * @param outages a sentence for each service that is away
 */
public record Layout(@Nullable User user, List<String> outages) {

    /** Around pages that nobody has to be logged in for. */
    public static final Layout NOBODY = new Layout(null, List.of());

    /** The pages one goes to from anywhere. */
    public static final List<Entry> NAVIGATION = List.of(
            new Entry("overview", "/", "speedometer2", "Overview", "o"),
            new Entry("runs", "/runs", "play-circle", "Runs", "r"),
            new Entry("devices", "/devices", "hdd-network", "Devices", "d"),
            new Entry("configs", "/configs", "file-earmark-code", "Configurations", "f"),
            new Entry("groups", "/groups", "diagram-3", "Groups", "g"),
            new Entry("schedules", "/schedules", "calendar-week", "Schedules", "s"),
            new Entry("credentials", "/credentials", "key", "Credentials", "k"),
            new Entry("collectors", "/collectors", "cpu", "Collectors", "c"));

    /**
     * @param icon its name in Bootstrap Icons
     * @param letter pressed after "g" it goes there
     */
    public record Entry(String key, String path, String icon, String word, String letter) {}

    public Layout {
        outages = List.copyOf(outages);
    }

    /** Pages of what belongs to no group. */
    private static final Entry QUARANTINE = new Entry("quarantine", "/quarantine", "inbox", "Quarantine", "q");

    private static final List<Entry> ADMINISTRATION = List.of(
            new Entry("users", "/users", "people", "Users", "u"),
            new Entry("audit", "/audit", "journal-text", "Audit", "a"));

    /** The pages this user may go to. */
    public List<Entry> navigation() {
        List<Entry> entries = new ArrayList<>(NAVIGATION);
        if (isAllGroups()) {
            entries.add(QUARANTINE);
        }
        if (isAdmin() && isAllGroups()) {
            entries.addAll(ADMINISTRATION);
        }
        return List.copyOf(entries);
    }

    /** Whether the user sees all groups, and so what belongs to none of them. */
    public boolean isAllGroups() {
        return user != null && user.scope().unlimited();
    }

    /** Whether secrets in configurations may be shown. */
    public boolean isRevealing() {
        return user != null && user.seesSecrets();
    }

    public boolean isOperator() {
        return user != null && user.role().covers(Role.OPERATOR);
    }

    public boolean isAdmin() {
        return user != null && user.role().covers(Role.ADMIN);
    }
}
