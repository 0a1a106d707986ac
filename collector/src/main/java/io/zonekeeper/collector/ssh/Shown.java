package io.zonekeeper.collector.ssh;

import org.jspecify.annotations.Nullable;

/** What a device said, fit for a sentence of ours. */
public final class Shown {

    private static final int LONGEST = 300;

    /** Without control characters and not long. */
    public static String text(@Nullable String said) {
        if (said == null) {
            return "";
        }
        StringBuilder shown = new StringBuilder();
        said.codePoints().limit(LONGEST).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return shown.toString().strip();
    }

    /** The innermost message of a failure that says something. */
    public static String reason(Throwable failure) {
        String reason = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.isBlank()) {
                reason = message;
            }
        }
        return reason.isEmpty() ? failure.getClass().getSimpleName() : text(reason);
    }

    /** With brackets around an IPv6 address. */
    public static String target(String address, int port) {
        return (address.indexOf(':') < 0 ? "%s:%d" : "[%s]:%d").formatted(address, port);
    }

    private Shown() {}
}
