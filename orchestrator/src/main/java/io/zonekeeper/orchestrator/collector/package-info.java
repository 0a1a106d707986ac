/** What is known of collectors through Redis: who is live, and what they are told. */
@NullMarked
package io.zonekeeper.orchestrator.collector;

import org.jspecify.annotations.NullMarked;
