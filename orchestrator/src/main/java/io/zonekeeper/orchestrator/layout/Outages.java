package io.zonekeeper.orchestrator.layout;

import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import io.zonekeeper.orchestrator.live.LiveFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What does not answer at the moment, for the banner of the pages, where it comes and goes by itself. Thread-safe. */
@Component
class Outages implements LiveFragment {

    private final Collectors collectors;
    private final BrokerWatch broker;

    Outages(Collectors collectors, BrokerWatch broker) {
        this.collectors = collectors;
        this.broker = broker;
    }

    @Override
    public String name() {
        return "outages";
    }

    @Override
    public Optional<Shown> show(String key, Scope scope) {
        return Optional.of(new Shown("live/outages", Map.of("outages", sentences())));
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (!broker.answers()) {
            sentences.add("RabbitMQ cannot be reached: jobs wait in the database and are given out once it is back.");
        }
        if (collectors.liveness() instanceof Liveness.Unknown) {
            sentences.add(
                    "Redis cannot be reached: results arrive once it is back, and it is not known which collectors live.");
        }
        return sentences;
    }
}
