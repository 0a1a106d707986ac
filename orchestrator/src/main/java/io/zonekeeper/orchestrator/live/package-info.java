/** Parts of pages that change by themselves: rendered at most once a second for all who watch, and streamed to them. */
@NullMarked
package io.zonekeeper.orchestrator.live;

import org.jspecify.annotations.NullMarked;
