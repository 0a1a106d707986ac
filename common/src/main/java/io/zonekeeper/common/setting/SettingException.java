package io.zonekeeper.common.setting;

/** A setting is missing or wrong; the message names the setting, the value unless it is secret, and the way out. */
public final class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingException(String message) {
        super(message);
    }

    public SettingException(String message, Throwable cause) {
        super(message, cause);
    }
}
