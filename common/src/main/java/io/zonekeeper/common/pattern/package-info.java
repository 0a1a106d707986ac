/** What can be said of a pattern without running it. */
@NullMarked
package io.zonekeeper.common.pattern;

import org.jspecify.annotations.NullMarked;
