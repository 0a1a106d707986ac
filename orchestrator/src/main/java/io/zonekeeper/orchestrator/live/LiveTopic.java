package io.zonekeeper.orchestrator.live;

import io.zonekeeper.orchestrator.access.Scope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a watched topic; guarded by the lock of {@link LiveTopics}. */
final class LiveTopic {

    /** A topic as who sees these groups sees it. */
    record Watched(Scope scope, String name) {}

    final Watched watched;
    int viewers;

    /** Counts what was seen to change, from 1; 0 before the first look. */
    long version;

    @Nullable String html;

    boolean gone;
    boolean stale;

    LiveTopic(Watched watched) {
        this.watched = watched;
    }

    void seen(Optional<String> now) {
        gone = now.isEmpty();
        if (stale || version == 0 || !now.equals(Optional.ofNullable(html))) {
            version++;
        }
        html = now.orElse(null);
        stale = false;
    }

    void failed() {
        if (!stale) {
            version++;
        }
        stale = true;
    }
}
