/** Results out of the Redis streams, and acknowledged once they are stored. */
@NullMarked
package io.zonekeeper.consumer.stream;

import org.jspecify.annotations.NullMarked;
