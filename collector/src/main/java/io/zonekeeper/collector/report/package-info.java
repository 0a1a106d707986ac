/** Speaks to Redis: results, locks, heartbeats, control. */
@NullMarked
package io.zonekeeper.collector.report;

import org.jspecify.annotations.NullMarked;
