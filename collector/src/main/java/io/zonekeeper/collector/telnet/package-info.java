/** Sessions with devices over Telnet. */
@NullMarked
package io.zonekeeper.collector.telnet;

import org.jspecify.annotations.NullMarked;
