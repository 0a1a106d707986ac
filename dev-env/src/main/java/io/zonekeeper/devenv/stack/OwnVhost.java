package io.zonekeeper.devenv.stack;

import java.net.URI;
import java.util.List;
import java.util.UUID;

/**
 * A virtual host of RabbitMQ for one chain alone, so that its dead letters are not another one's. Where nobody may make one, since
 * the services were given or run in a container, the chain shares the one it was given.
 */
public final class OwnVhost implements AutoCloseable {

    private final Services given;
    private final String name;

    private OwnVhost(Services given, String name) {
        this.given = given;
        this.name = name;
    }

    public static OwnVhost create(Services given) {
        if (given.rabbitmqctl().isEmpty()) {
            return new OwnVhost(given, "");
        }
        OwnVhost vhost =
                new OwnVhost(given, "chain-" + UUID.randomUUID().toString().substring(0, 8));
        String user = URI.create(given.amqpUrl()).getUserInfo().split(":", 2)[0];
        String definitions = """
                {"vhosts": [{"name": "%1$s"}],
                 "permissions": [{"vhost": "%1$s", "user": "%2$s", "configure": ".*", "write": ".*", "read": ".*"}]}
                """.formatted(vhost.name, user);
        Tool.run(List.of(given.rabbitmqctl(), "-q", "import_definitions"), definitions);
        return vhost;
    }

    public String amqpUrl() {
        return name.isEmpty() ? given.amqpUrl() : given.amqpUrl().replaceFirst("/[^/]*$", "/" + name);
    }

    @Override
    public void close() {
        if (!name.isEmpty()) {
            Tool.run(List.of(given.rabbitmqctl(), "-q", "delete_vhost", name));
        }
    }
}
