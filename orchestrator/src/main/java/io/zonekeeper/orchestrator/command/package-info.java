/** What the orchestrator does from the command line. */
@NullMarked
package io.zonekeeper.orchestrator.command;

import org.jspecify.annotations.NullMarked;
