package io.zonekeeper.common.job;

/** A message that is a job of ours: one this release can do, or one it must answer UNSUPPORTED. */
public sealed interface ReceivedJob permits JobMessage, UnsupportedJob {}
