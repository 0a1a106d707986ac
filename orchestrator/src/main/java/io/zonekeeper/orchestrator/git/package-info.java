/** How the Git history fares, which the consumer writes and pushes. */
@NullMarked
package io.zonekeeper.orchestrator.git;

import org.jspecify.annotations.NullMarked;
