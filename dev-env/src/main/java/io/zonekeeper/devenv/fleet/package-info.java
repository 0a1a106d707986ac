/** Thousands of fake network devices in one process, each with its own loopback address, and a ledger of what was done to them. */
@NullMarked
package io.zonekeeper.devenv.fleet;

import org.jspecify.annotations.NullMarked;
