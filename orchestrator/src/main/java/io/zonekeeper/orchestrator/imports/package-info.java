/** Files of devices: read, compared with the inventory, taken over; and written in the same form. */
@NullMarked
package io.zonekeeper.orchestrator.imports;

import org.jspecify.annotations.NullMarked;
