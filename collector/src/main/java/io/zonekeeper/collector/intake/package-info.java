/** Receives jobs from RabbitMQ and settles their messages. */
@NullMarked
package io.zonekeeper.collector.intake;

import org.jspecify.annotations.NullMarked;
