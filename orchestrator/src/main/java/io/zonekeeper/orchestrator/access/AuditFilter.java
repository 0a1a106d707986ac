package io.zonekeeper.orchestrator.access;

/**
 * Which events of the audit are looked for; an empty text looks for everything.
 *
 * @param who a user's name, in whatever case
 * @param area the first part of an action, as in {@code group} of {@code group.pause}
 * @param q part of the subject or the detail, in whatever case
 */
public record AuditFilter(String who, String area, String q) {

    public AuditFilter {
        who = plain(who);
        area = plain(area);
        q = plain(q);
    }

    public boolean isEmpty() {
        return who.isEmpty() && area.isEmpty() && q.isEmpty();
    }

    private static String plain(String text) {
        return text.replace('\0', ' ').strip();
    }
}
