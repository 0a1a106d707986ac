/** What is done to many devices at once: changed, run, deleted. */
@NullMarked
package io.zonekeeper.orchestrator.bulk;

import org.jspecify.annotations.NullMarked;
