/** Starts the product as an operator would: separate processes from the built jars, ruled through the public API. */
@NullMarked
package io.zonekeeper.devenv.stack;

import org.jspecify.annotations.NullMarked;
