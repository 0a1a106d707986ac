package io.zonekeeper.orchestrator;

import io.zonekeeper.common.setting.SettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where RabbitMQ is. An address ends in the virtual host; none, {@code /} and {@code //} mean the default one, {@code /}.
 * {@link #toString()} shows no password.
 */
public record AmqpAddress(String host, int port, String virtualHost, String user, String password, boolean tls) {

    private static final int PORT = 5672;
    private static final int TLS_PORT = 5671;

    /**
     * @param setting name of the setting, for the sentence
     * @throws SettingException if the text is no such address; it does not repeat the text, which may hold a password
     */
    public static AmqpAddress parse(String setting, String text) {
        URI uri = uri(setting, text.strip());
        boolean tls = "amqps".equals(uri.getScheme());
        if (!tls && !"amqp".equals(uri.getScheme()) || uri.getHost() == null) {
            throw wrong(setting);
        }
        String[] login = uri.getRawUserInfo() == null
                ? new String[] {"guest", "guest"}
                : uri.getRawUserInfo().split(":", 2);
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? TLS_PORT : PORT;
        return new AmqpAddress(
                uri.getHost(),
                port,
                virtualHost(uri.getRawPath()),
                decoded(login[0]),
                login.length > 1 ? decoded(login[1]) : "",
                tls);
    }

    public String hostAndPort() {
        return host + ":" + port;
    }

    private static URI uri(String setting, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw wrong(setting);
        }
    }

    private static String virtualHost(@Nullable String path) {
        if (path == null || path.isEmpty() || path.equals("/") || path.equals("//")) {
            return "/";
        }
        return decoded(path.substring(1));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static SettingException wrong(String setting) {
        return new SettingException(
                "%s is no address of RabbitMQ: write amqp://user:password@host:port/vhost, or amqps:// for TLS, with special characters percent-encoded."
                        .formatted(setting));
    }

    @Override
    public String toString() {
        return "AmqpAddress[%s, %s, %s]".formatted(hostAndPort(), virtualHost, user);
    }
}
