/** The demo: two zones, two collectors, twenty devices and two runs, through the public API. */
@NullMarked
package io.zonekeeper.devenv.demo;

import org.jspecify.annotations.NullMarked;
