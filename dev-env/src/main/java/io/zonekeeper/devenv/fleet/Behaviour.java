package io.zonekeeper.devenv.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a device treats those who come. */
public enum Behaviour {
    @JsonProperty("normal")
    NORMAL,
    /** Its port is closed. */
    @JsonProperty("unreachable")
    UNREACHABLE,
    /** Refuses every password. */
    @JsonProperty("wrong_password")
    WRONG_PASSWORD,
    /** Cuts the connection in the middle of its configuration. */
    @JsonProperty("truncated")
    TRUNCATED,
    /** Lets in and then says nothing. */
    @JsonProperty("silent")
    SILENT,
    /** Accepts the connection and does not even name its protocol. */
    @JsonProperty("mute")
    MUTE,
    /** Its configuration holds NUL, bytes that are no UTF-8, escape sequences, marks that turn text around, and HTML. */
    @JsonProperty("hostile")
    HOSTILE,
    /** Its configuration does not end. */
    @JsonProperty("flood")
    FLOOD,
    /** Resets the connection as soon as it is made. */
    @JsonProperty("reset")
    RESET,
    /** Lets in, says that all its lines are taken, and closes. */
    @JsonProperty("busy")
    BUSY;

    /** Whether the SSH server listens for the device. */
    boolean speaksSsh() {
        return switch (this) {
            case UNREACHABLE, MUTE, RESET -> false;
            case NORMAL, WRONG_PASSWORD, TRUNCATED, SILENT, HOSTILE, FLOOD, BUSY -> true;
        };
    }
}
