package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.stack.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Kills and starts RabbitMQ, Redis and PostgreSQL of an instance by {@code dev-env/lib/service}. */
record ServiceControl(Path program, String instance) {

    void kill(String service) {
        act("kill", service);
    }

    /** Returns when it answers. */
    void start(String service) {
        act("start", service);
    }

    private void act(String action, String service) {
        List<String> command = List.of(program.toString(), instance, action, service);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StackException("%s failed: %s".formatted(String.join(" ", command), said.strip()));
            }
        } catch (IOException e) {
            throw new StackException("%s cannot be run: %s".formatted(program, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The wait for a service was interrupted.", e);
        }
    }
}
