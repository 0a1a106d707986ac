/** What a plugin is, and the engine that runs platform definitions. */
@NullMarked
package io.zonekeeper.collector.plugin;

import org.jspecify.annotations.NullMarked;
