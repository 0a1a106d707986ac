/** What a collector answers, and the stream entry that carries the answer. */
@NullMarked
package io.zonekeeper.common.result;

import org.jspecify.annotations.NullMarked;
