/** What a collector can be asked to do, and the message that asks it. */
@NullMarked
package io.zonekeeper.common.job;

import org.jspecify.annotations.NullMarked;
