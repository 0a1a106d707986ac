package io.zonekeeper.orchestrator.web;

/** An answer that shows something users edit; it carries the {@link EntityTag} of that as its ETag. */
public interface Editable {

    /** What an edit starts from, without what changes by itself and without secrets. */
    Object editable();
}
