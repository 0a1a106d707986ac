package io.zonekeeper.orchestrator.device;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** What may stand as the address of a device. */
final class Addresses {

    private static final int LONGEST = 253;
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");
    private static final Pattern LABELS = Pattern.compile(
            "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*");

    /** True for a host name or an IP address alone; nothing is looked up. */
    static boolean isHost(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        return LITERAL.matcher(text).matches()
                ? isLiteral(text)
                : LABELS.matcher(text).matches();
    }

    private static boolean isLiteral(String text) {
        if (!text.contains(":") && text.chars().filter(c -> c == '.').count() != 3) {
            return false;
        }
        int zone = text.indexOf('%');
        try {
            InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Addresses() {}
}
