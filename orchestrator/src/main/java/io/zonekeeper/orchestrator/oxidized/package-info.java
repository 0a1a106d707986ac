/** Reads what an Oxidized server knows of its devices, so that they can be taken over. */
@NullMarked
package io.zonekeeper.orchestrator.oxidized;

import org.jspecify.annotations.NullMarked;
