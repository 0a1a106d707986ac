/** Sessions with devices over SSH, behind interfaces of our own. */
@NullMarked
package io.zonekeeper.collector.ssh;

import org.jspecify.annotations.NullMarked;
