package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.stack.Tool;
import java.nio.file.Path;
import java.util.List;

/** Kills and starts RabbitMQ, Redis and PostgreSQL of an instance by {@code dev-env/lib/service}. */
record ServiceControl(Path program, String instance) {

    private static final List<String> SERVICES = List.of("rabbitmq", "redis", "postgres");

    void kill(String service) {
        act("kill", service);
    }

    /** Returns when it answers. */
    void start(String service) {
        act("start", service);
    }

    /** Those that run already are left as they are. */
    void start() {
        SERVICES.forEach(this::start);
    }

    private void act(String action, String service) {
        Tool.run(List.of(program.toString(), instance, action, service));
    }
}
