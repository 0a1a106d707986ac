/** Logins for devices, sealed at rest. */
@NullMarked
package io.zonekeeper.orchestrator.credential;

import org.jspecify.annotations.NullMarked;
