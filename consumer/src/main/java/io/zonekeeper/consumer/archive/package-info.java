/** Results into PostgreSQL: outcomes, versions, device states. */
@NullMarked
package io.zonekeeper.consumer.archive;

import org.jspecify.annotations.NullMarked;
