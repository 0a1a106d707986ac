/** Sealing of what only a collector of the group may read. */
@NullMarked
package io.zonekeeper.common.seal;

import org.jspecify.annotations.NullMarked;
