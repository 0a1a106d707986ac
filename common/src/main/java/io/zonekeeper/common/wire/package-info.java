/** Names shared by the processes: queues, keys of Redis, heartbeats; and the one JSON mapper. */
@NullMarked
package io.zonekeeper.common.wire;

import org.jspecify.annotations.NullMarked;
