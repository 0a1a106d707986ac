/** What happens before anything else in a process. */
@NullMarked
package io.zonekeeper.common.start;

import org.jspecify.annotations.NullMarked;
