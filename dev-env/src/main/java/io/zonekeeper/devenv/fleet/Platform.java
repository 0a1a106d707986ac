package io.zonekeeper.devenv.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a device pretends to be. */
public enum Platform {
    @JsonProperty("cisco-ios")
    CISCO_IOS,
    @JsonProperty("junos")
    JUNOS,
    @JsonProperty("routeros")
    ROUTEROS,
    @JsonProperty("linux")
    LINUX
}
