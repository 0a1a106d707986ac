package io.zonekeeper.common.wire;

import java.util.Map;

/** Names and arguments of the AMQP queues. The orchestrator alone declares them; a mismatch on redeclaring is refused by the broker. */
public final class Queues {

    public static final String GROUP_PREFIX = "collector.group.";

    /** Quorum queue of dead letters, drained by the orchestrator. */
    public static final String DEAD = "collector.dead";

    /**
     * Arguments of a group's queue. At-least-once dead-lettering needs {@code reject-publish}: with the default overflow the
     * broker falls back to at-most-once without a word (RabbitMQ documentation, "Quorum queues: dead lettering").
     */
    public static final Map<String, Object> GROUP_ARGUMENTS = Map.of(
            "x-queue-type", "quorum",
            "x-delivery-limit", 5,
            "x-dead-letter-exchange", "",
            "x-dead-letter-routing-key", DEAD,
            "x-dead-letter-strategy", "at-least-once",
            "x-overflow", "reject-publish");

    public static final Map<String, Object> DEAD_ARGUMENTS = Map.of("x-queue-type", "quorum");

    private Queues() {}
}
