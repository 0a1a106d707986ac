package io.zonekeeper.collector.intake;

import io.zonekeeper.collector.report.Controls;
import io.zonekeeper.common.wire.GroupName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs of each group this collector takes at once, and for those it takes none of the reason.
 *
 * @param wanted for every group, 0 and more; together at most the slots
 * @param reasons a sentence for each group with 0
 */
public record IntakePlan(Map<GroupName, Integer> wanted, Map<GroupName, String> reasons) {

    /** With a limited rate nobody shall wait longer than this for his turn: the broker's acknowledgement timeout runs. */
    private static final int SECONDS_OF_WAITING = 60;

    public IntakePlan {
        wanted = Map.copyOf(wanted);
        reasons = Map.copyOf(reasons);
    }

    /** Nothing of any group, for one reason. */
    public static IntakePlan none(List<GroupName> groups, String reason) {
        Map<GroupName, Integer> wanted = new LinkedHashMap<>();
        Map<GroupName, String> reasons = new LinkedHashMap<>();
        groups.forEach(group -> {
            wanted.put(group, 0);
            reasons.put(group, reason);
        });
        return new IntakePlan(wanted, reasons);
    }

    /** @param slots the process was started with; split evenly, what is left over to the first groups */
    public static IntakePlan of(List<GroupName> groups, int slots, Controls.Wishes wishes) {
        if (wishes.drain()) {
            return none(groups, "The collector was told to drain.");
        }
        Map<GroupName, Integer> wanted = new LinkedHashMap<>();
        Map<GroupName, String> reasons = new LinkedHashMap<>();
        int effective = Math.min(slots, wishes.slots().orElse(slots));
        for (int i = 0; i < groups.size(); i++) {
            GroupName group = groups.get(i);
            int share = effective / groups.size() + (i < effective % groups.size() ? 1 : 0);
            Controls.GroupWishes wish = wishes.of(group);
            int jobs = wish.paused() ? 0 : limited(share, wish);
            wanted.put(group, jobs);
            String reason = reason(wish, jobs);
            if (reason != null) {
                reasons.put(group, reason);
            }
        }
        return new IntakePlan(wanted, reasons);
    }

    private static int limited(int share, Controls.GroupWishes wish) {
        int jobs = Math.min(share, wish.slots().orElse(share));
        OptionalDouble rate = wish.sessionRate();
        if (rate.isEmpty()) {
            return jobs;
        }
        return Math.min(jobs, (int) Math.max(1, Math.min(rate.getAsDouble() * SECONDS_OF_WAITING, jobs)));
    }

    private static @Nullable String reason(Controls.GroupWishes wish, int jobs) {
        if (jobs > 0) {
            return null;
        }
        return wish.paused() ? "The group is paused." : "There is no slot for this group.";
    }
}
