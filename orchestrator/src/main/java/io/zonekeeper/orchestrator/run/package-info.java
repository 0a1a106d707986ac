/** Runs and their jobs: how they begin, how far they are, how they end. */
@NullMarked
package io.zonekeeper.orchestrator.run;

import org.jspecify.annotations.NullMarked;
