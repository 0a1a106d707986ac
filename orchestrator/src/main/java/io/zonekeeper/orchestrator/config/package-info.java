/** Stored configurations: their versions, and what differs between two. Read only. */
@NullMarked
package io.zonekeeper.orchestrator.config;

import org.jspecify.annotations.NullMarked;
