/** A fleet of fake devices for demo, tests and benchmark. */
@NullMarked
package io.zonekeeper.devenv;

import org.jspecify.annotations.NullMarked;
