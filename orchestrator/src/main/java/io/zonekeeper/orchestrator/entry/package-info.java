/** The pages before one is logged in. */
@NullMarked
package io.zonekeeper.orchestrator.entry;

import org.jspecify.annotations.NullMarked;
