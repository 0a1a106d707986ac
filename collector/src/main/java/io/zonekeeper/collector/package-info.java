/** The process that runs backup plugins against the devices of a zone. */
@NullMarked
package io.zonekeeper.collector;

import org.jspecify.annotations.NullMarked;
