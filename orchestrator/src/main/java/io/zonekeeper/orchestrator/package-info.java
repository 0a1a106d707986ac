/** The process that owns scheduling, groups, inventory, the admin UI and the API. */
@NullMarked
package io.zonekeeper.orchestrator;

import org.jspecify.annotations.NullMarked;
