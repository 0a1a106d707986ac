package io.zonekeeper.orchestrator.account;

import io.zonekeeper.orchestrator.access.Role;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Role and groups in a form: the groups are a box to tick each, {@code group:dmz}, behind one that says whether they count. */
final class GroupChoice {

    static final String LIMITED = "limited";

    private static final String PREFIX = "group:";

    /** Puts the ticked groups into JSON as {@code groups}, null for all. */
    static ObjectNode put(Map<String, String> parameters, ObjectNode json) {
        List<String> ticked = ticked(parameters);
        if (ticked == null) {
            return json.putNull("groups");
        }
        ticked.forEach(json.putArray("groups")::add);
        return json;
    }

    /** The ticked groups, whether they are there or not; null for all. */
    static @Nullable List<String> ticked(Map<String, String> parameters) {
        return parameters.containsKey(LIMITED)
                ? parameters.keySet().stream()
                        .filter(field -> field.startsWith(PREFIX))
                        .map(field -> field.substring(PREFIX.length()))
                        .toList()
                : null;
    }

    /** Ticks what a user or a token is limited to. */
    static Form fill(Form form, @Nullable List<String> groups) {
        if (groups == null) {
            return form;
        }
        groups.forEach(group -> form.with(PREFIX + group, true));
        return form.with(LIMITED, true);
    }

    /** @param most the highest one */
    static List<Option> roles(Role most, Option... first) {
        return Stream.concat(
                        Arrays.stream(first),
                        Arrays.stream(Role.values())
                                .filter(most::covers)
                                .map(role -> new Option(role.wireName(), word(role))))
                .toList();
    }

    /** The role a form names; empty for none. */
    static Optional<Role> role(Form form) {
        return Arrays.stream(Role.values())
                .filter(role -> role.wireName().equals(form.value("role").toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static String word(Role role) {
        return switch (role) {
            case VIEWER -> "Viewer: reads";
            case OPERATOR -> "Operator: devices, credentials, schedules, runs";
            case ADMIN -> "Admin: also groups and users";
        };
    }

    private GroupChoice() {}
}
