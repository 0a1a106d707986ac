/** What an installation stands on: PostgreSQL with its schema, RabbitMQ, Redis and the master key. */
@NullMarked
package io.zonekeeper.orchestrator.installation;

import org.jspecify.annotations.NullMarked;
