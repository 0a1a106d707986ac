/** When runs fire. */
@NullMarked
package io.zonekeeper.orchestrator.schedule;

import org.jspecify.annotations.NullMarked;
