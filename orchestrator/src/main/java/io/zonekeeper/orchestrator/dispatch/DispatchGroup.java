package io.zonekeeper.orchestrator.dispatch;

import io.zonekeeper.common.wire.GroupName;

/** A group that has something to send. */
record DispatchGroup(long id, GroupName name) {}
