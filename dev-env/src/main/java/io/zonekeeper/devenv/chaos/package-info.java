/** Fault runs: one fault amid a load, and what holds nevertheless, judged from outside. */
@NullMarked
package io.zonekeeper.devenv.chaos;

import org.jspecify.annotations.NullMarked;
