package io.zonekeeper.devenv.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was done to the devices, in order. Thread-safe. Keeps the last 500,000 events; the sums are of all.
 *
 * <p>Two sessions at once on a device are an overlap when both are logged in: a connection that is just being closed while the
 * next one is being made is none.
 */
public final class Ledger {

    private static final int KEPT = 500_000;

    /** What happened. */
    public enum Kind {
        @JsonProperty("open")
        OPEN,
        @JsonProperty("login")
        LOGIN,
        @JsonProperty("login_refused")
        LOGIN_REFUSED,
        @JsonProperty("overlap")
        OVERLAP,
        @JsonProperty("command")
        COMMAND,
        @JsonProperty("configuration")
        CONFIGURATION,
        @JsonProperty("close")
        CLOSE
    }

    /**
     * @param number counts from 1
     * @param nanos since the ledger was opened, on a clock that never goes back
     * @param session counts from 1 over all devices
     * @param detail the command, the revision of a configuration that was told to its end, or the name at a login; never a password
     */
    public record Event(long number, long nanos, String device, long session, Kind kind, String detail) {}

    /**
     * @param openSessions connections that are open now
     * @param peakOpenSessions the most there ever were
     * @param overlaps logins at a device at which another session was logged in
     */
    public record Summary(
            long openSessions,
            long peakOpenSessions,
            long sessions,
            long logins,
            long refusedLogins,
            long overlaps,
            long commands) {}

    private final long opened = System.nanoTime();
    private final Event[] events = new Event[KEPT];
    private final Map<String, Integer> loggedIn = new HashMap<>();
    private long last;
    private long open;
    private long peakOpen;
    private long sessions;
    private long logins;
    private long refusedLogins;
    private long overlaps;
    private long commands;

    /** Returns the number of the session. */
    synchronized long opened(String device) {
        sessions++;
        open++;
        peakOpen = Math.max(peakOpen, open);
        add(device, sessions, Kind.OPEN, "");
        return sessions;
    }

    synchronized void loggedIn(String device, long session, String username) {
        logins++;
        add(device, session, Kind.LOGIN, username);
        if (loggedIn.merge(device, 1, Integer::sum) > 1) {
            overlaps++;
            add(device, session, Kind.OVERLAP, "");
        }
    }

    synchronized void refused(String device, long session, String username) {
        refusedLogins++;
        add(device, session, Kind.LOGIN_REFUSED, username);
    }

    synchronized void heard(String device, long session, String command) {
        commands++;
        add(device, session, Kind.COMMAND, command);
    }

    synchronized void told(String device, long session, int revision) {
        add(device, session, Kind.CONFIGURATION, Integer.toString(revision));
    }

    synchronized void closed(String device, long session, boolean wasLoggedIn) {
        open--;
        if (wasLoggedIn) {
            loggedIn.computeIfPresent(device, (name, count) -> count == 1 ? null : count - 1);
        }
        add(device, session, Kind.CLOSE, "");
    }

    /** Returns at most {@code limit} of the events that are kept and have a higher number than {@code since}. */
    public synchronized List<Event> since(long since, int limit) {
        long first = Math.max(Math.max(since, last - KEPT), 0) + 1;
        long end = Math.min(last, first + limit - 1);
        List<Event> found = new ArrayList<>();
        for (long number = first; number <= end; number++) {
            found.add(events[(int) (number % KEPT)]);
        }
        return found;
    }

    /** The number of the newest event, 0 before the first. */
    public synchronized long last() {
        return last;
    }

    public synchronized Summary summary() {
        return new Summary(open, peakOpen, sessions, logins, refusedLogins, overlaps, commands);
    }

    private void add(String device, long session, Kind kind, String detail) {
        last++;
        events[(int) (last % KEPT)] = new Event(last, System.nanoTime() - opened, device, session, kind, detail);
    }
}
