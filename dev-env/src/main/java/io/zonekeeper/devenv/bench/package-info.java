/** Measures the product as an operator would start it, and what each of its processes costs. */
@NullMarked
package io.zonekeeper.devenv.bench;

import org.jspecify.annotations.NullMarked;
