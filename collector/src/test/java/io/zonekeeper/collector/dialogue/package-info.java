/** Dialogues written from the vendors' documentation, spoken over real connections. */
@NullMarked
package io.zonekeeper.collector.dialogue;

import org.jspecify.annotations.NullMarked;
