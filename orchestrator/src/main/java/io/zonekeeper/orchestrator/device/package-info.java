/** The inventory and the host keys of its devices. */
@NullMarked
package io.zonekeeper.orchestrator.device;

import org.jspecify.annotations.NullMarked;
