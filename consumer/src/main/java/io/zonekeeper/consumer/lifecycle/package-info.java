/** Stopping and waiting. */
@NullMarked
package io.zonekeeper.consumer.lifecycle;

import org.jspecify.annotations.NullMarked;
