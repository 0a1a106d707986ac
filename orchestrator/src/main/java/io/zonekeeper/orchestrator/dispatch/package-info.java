/** From a job in PostgreSQL to a message in a group's queue, and from its outcome back to the job. */
@NullMarked
package io.zonekeeper.orchestrator.dispatch;

import org.jspecify.annotations.NullMarked;
