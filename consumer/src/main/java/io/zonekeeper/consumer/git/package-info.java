/** The Git history of the configurations, written behind the database. */
@NullMarked
package io.zonekeeper.consumer.git;

import org.jspecify.annotations.NullMarked;
