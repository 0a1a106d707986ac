/** The process that writes results to PostgreSQL and Git. */
@NullMarked
package io.zonekeeper.consumer;

import org.jspecify.annotations.NullMarked;
