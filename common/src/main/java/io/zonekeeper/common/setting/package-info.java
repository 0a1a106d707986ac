/** Settings by name, from the environment or from files. */
@NullMarked
package io.zonekeeper.common.setting;

import org.jspecify.annotations.NullMarked;
