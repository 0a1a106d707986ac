package io.zonekeeper.orchestrator.layout;

import io.zonekeeper.orchestrator.access.User;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** The frame of a page for whoever has asked for it. Thread-safe. */
@Component
public class Layouts {

    /** The name pages know their frame by. */
    public static final String ATTRIBUTE = "layout";

    private final Outages outages;

    Layouts(Outages outages) {
        this.outages = outages;
    }

    public Layout current() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who != null && who.getPrincipal() instanceof User user
                ? new Layout(user, outages.sentences())
                : Layout.NOBODY;
    }
}
