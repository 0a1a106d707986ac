package io.zonekeeper.common.result;

/** What a device said beside its configuration, such as its version; stored with it and never compared. Secrets are masked. */
public record ContextPart(String name, String text) {}
