package io.zonekeeper.orchestrator.page;

import io.zonekeeper.common.result.FailureKind;
import java.util.Locale;

/** What a failure is called in pages, and what to do about it. */
final class FailureWords {

    /** As in "Login refused"; also of what an attempt was closed as. */
    static String of(String failure) {
        String words = failure.toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** Empty for what is not known. */
    static String hint(String failure) {
        return FailureKind.ofName(failure).map(FailureWords::hint).orElseGet(() -> closedHint(failure));
    }

    private static String hint(FailureKind kind) {
        return switch (kind) {
            case UNREACHABLE ->
                "Check address and port, and that a firewall lets the collector's host through to the device. Such a failure is tried again, a few times.";
            case TIMED_OUT ->
                "The device was too slow or fell silent. Look at the transcript for where it stopped; a longer limit may help. Such a failure is tried again, a few times.";
            case INCOMPLETE ->
                "The session ended early, or the end of the configuration is missing. Look at the transcript, and check that the platform fits. Such a failure is tried again, a few times.";
            case DEVICE_BUSY ->
                "Another session of ours was at the device. Such a failure is tried again, a few times.";
            case INTERNAL ->
                "This is a fault of ours: the collector's log says more. Such a failure is tried again, a few times.";
            case LOGIN_REFUSED ->
                "The device does not accept the credential. Correct it, then run again; after five refusals in a row it is paused, so that no account gets locked.";
            case HOST_KEY_CHANGED ->
                "The device shows another host key than the accepted one, and no password was sent. If it was replaced or reset, accept the new key on its page; if not, somebody may be in between.";
            case TOO_LARGE ->
                "The device sent more than its limit allows. Raise the limit at the device if that is right.";
            case UNSUPPORTED ->
                "The collector cannot do this: the platform may be unknown to it, or its version too old. The log names what is missing.";
            case EXPIRED ->
                "The job reached a collector after its latest start. Collectors may be too few, or a clock wrong.";
            case CANCELLED -> "It was cancelled before a session was opened.";
        };
    }

    private static String closedHint(String closedAs) {
        return switch (closedAs) {
            case "LOST" ->
                "No collector reported an outcome in time. It may have been killed, or its results have not arrived. Such a failure is tried again, a few times.";
            case "DEAD_LETTERED" ->
                "Collectors gave the job back again and again. Check that the group's collectors have its current key.";
            default -> "";
        };
    }

    private FailureWords() {}
}
