/** Collector groups, their keys, their queues and the command that starts a collector. */
@NullMarked
package io.zonekeeper.orchestrator.group;

import org.jspecify.annotations.NullMarked;
