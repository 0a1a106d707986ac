/** The first page: what there is still to do, how the fleet stands, what needs attention. */
@NullMarked
package io.zonekeeper.orchestrator.overview;

import org.jspecify.annotations.NullMarked;
