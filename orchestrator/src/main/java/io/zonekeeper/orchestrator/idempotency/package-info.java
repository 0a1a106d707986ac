/** Requests that may be repeated: what they start is started once, and the answer is given again. */
@NullMarked
package io.zonekeeper.orchestrator.idempotency;

import org.jspecify.annotations.NullMarked;
