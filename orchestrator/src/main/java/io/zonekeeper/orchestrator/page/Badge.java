package io.zonekeeper.orchestrator.page;

/**
 * A state in a word, with an icon that says the same and a colour that is never alone in saying it.
 *
 * @param tone {@code ok}, {@code bad}, {@code warn}, {@code busy} or {@code idle}
 * @param icon its name in Bootstrap Icons
 */
public record Badge(String tone, String icon, String word) {

    public static Badge ok(String word) {
        return new Badge("ok", "check-circle-fill", word);
    }

    public static Badge bad(String word) {
        return new Badge("bad", "x-octagon-fill", word);
    }

    public static Badge warn(String word) {
        return new Badge("warn", "exclamation-triangle-fill", word);
    }

    public static Badge busy(String word) {
        return new Badge("busy", "arrow-repeat", word);
    }

    public static Badge idle(String word) {
        return new Badge("idle", "dash-circle", word);
    }

    public static Badge waiting(String word) {
        return new Badge("idle", "hourglass-split", word);
    }

    public static Badge unknown(String word) {
        return new Badge("warn", "question-circle-fill", word);
    }

    public static Badge paused(String word) {
        return new Badge("warn", "pause-circle-fill", word);
    }

    /** Of a job, as the API names the state. */
    public static Badge ofJob(String state) {
        return switch (state) {
            case "success" -> ok("Success");
            case "failure" -> bad("Failure");
            case "running" -> busy("Running");
            case "queued" -> waiting("Queued");
            case "waiting" -> waiting("Waiting");
            case "cancelled" -> idle("Cancelled");
            default -> unknown(state);
        };
    }
}
