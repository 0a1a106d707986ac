package io.zonekeeper.orchestrator.live;

import io.zonekeeper.orchestrator.access.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Renders the parts of pages that change by themselves, the same for everybody who sees the same groups. Thread-safe. */
@Component
class LiveFragments {

    private final Map<String, LiveFragment> fragments;
    private final ITemplateEngine templates;

    LiveFragments(List<LiveFragment> fragments, ITemplateEngine templates) {
        this.fragments = fragments.stream().collect(Collectors.toMap(LiveFragment::name, Function.identity()));
        this.templates = templates;
    }

    /**
     * @param topic as in {@code run:0198...}
     * @return empty if nothing goes by that topic
     */
    Optional<String> html(String topic, Scope scope) {
        int colon = topic.indexOf(':');
        LiveFragment fragment = fragments.get(colon < 0 ? topic : topic.substring(0, colon));
        if (fragment == null) {
            return Optional.empty();
        }
        return fragment.show(colon < 0 ? "" : topic.substring(colon + 1), scope)
                .map(shown -> templates.process(shown.template(), new Context(Locale.ROOT, shown.model())));
    }
}
