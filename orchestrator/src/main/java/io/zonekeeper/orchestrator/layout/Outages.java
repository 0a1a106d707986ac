package io.zonekeeper.orchestrator.layout;

import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What does not answer at the moment, for the banner of the pages. Thread-safe. */
@Component
class Outages {

    private final Collectors collectors;
    private final BrokerWatch broker;

    Outages(Collectors collectors, BrokerWatch broker) {
        this.collectors = collectors;
        this.broker = broker;
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
