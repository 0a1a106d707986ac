package io.zonekeeper.consumer.archive;

/** An arrival that cannot be stored, however often it is tried, and why. */
record Poison(Arrival arrival, String reason) {}
