/** Runs one job to its result: lock, marker, seal, plugin, limits. */
@NullMarked
package io.zonekeeper.collector.run;

import org.jspecify.annotations.NullMarked;
