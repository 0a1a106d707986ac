/** Platform definitions: what is known of a kind of device, as data. */
@NullMarked
package io.zonekeeper.common.platform;

import org.jspecify.annotations.NullMarked;
