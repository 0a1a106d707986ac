package io.zonekeeper.collector.intake;

import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.setting.SharedSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where RabbitMQ is and how to log in. {@link #toString()} shows {@code host:port} alone.
 *
 * @param vhost of {@code //} as of {@code /%2F} and of no path it is {@code /}
 */
public record AmqpAddress(boolean tls, String host, int port, String user, String password, String vhost) {

    private static final int PORT = 5672;
    private static final int TLS_PORT = 5671;

    /** @throws SettingException without the value, since it may hold a password, if the text is no such URL */
    public static AmqpAddress parse(String url) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            throw malformed(e);
        }
        boolean tls = "amqps".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || (!tls && !"amqp".equalsIgnoreCase(uri.getScheme()))) {
            throw malformed(null);
        }
        String[] login = uri.getRawUserInfo() == null
                ? new String[] {"guest", "guest"}
                : uri.getRawUserInfo().split(":", 2);
        int defaultPort = tls ? TLS_PORT : PORT;
        try {
            return new AmqpAddress(
                    tls,
                    uri.getHost(),
                    uri.getPort() == -1 ? defaultPort : uri.getPort(),
                    decoded(login[0]),
                    login.length == 2 ? decoded(login[1]) : "",
                    vhost(uri.getRawPath()));
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private static String vhost(@Nullable String path) {
        if (path == null || path.isEmpty() || path.equals("/") || path.equals("//")) {
            return "/";
        }
        return decoded(path.substring(1));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static SettingException malformed(@Nullable Exception cause) {
        String message =
                "%s is no address of RabbitMQ: write amqp://user:password@host:port/vhost, or amqps:// for TLS."
                        .formatted(SharedSettings.AMQP_URL.name());
        return cause == null ? new SettingException(message) : new SettingException(message, cause);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
