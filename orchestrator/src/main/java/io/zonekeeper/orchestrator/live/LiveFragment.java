package io.zonekeeper.orchestrator.live;

import io.zonekeeper.orchestrator.access.Scope;
import java.util.Map;
import java.util.Optional;

/** A part of a page that changes by itself. Implementations wait for nothing but PostgreSQL and Redis, and are thread-safe. */
public interface LiveFragment {

    /** The first part of its topics, up to the colon. */
    String name();

    /**
     * How to show the part now.
     *
     * @param key the topic after the colon
     * @param scope of who watches: what is out of it is left out
     * @return empty if there is no such thing to watch
     */
    Optional<Shown> show(String key, Scope scope);

    /**
     * @param template of the part alone; it has no forms and no links relative to the request
     * @param model for the template
     */
    record Shown(String template, Map<String, Object> model) {

        public Shown {
            model = Map.copyOf(model);
        }
    }
}
