/** Entries of the results stream that were no result: shown, and tried again on request. */
@NullMarked
package io.zonekeeper.orchestrator.quarantine;

import org.jspecify.annotations.NullMarked;
