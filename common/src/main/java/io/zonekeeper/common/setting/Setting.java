package io.zonekeeper.common.setting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A setting by its name in the environment.
 *
 * <p>Precedence, first found wins: {@code NAME}, the content of the file named by {@code NAME_FILE} without its last line break,
 * then the same two for each fallback name in order, then the default.
 *
 * @param fallbacks names other systems use for the same thing
 * @param defaultValue null where there is none
 * @param secret never shown
 * @param description one sentence for the table of settings
 */
public record Setting(
        String name, List<String> fallbacks, @Nullable String defaultValue, boolean secret, String description) {

    public static Setting of(String name, @Nullable String defaultValue, String description) {
        return new Setting(name, List.of(), defaultValue, false, description);
    }

    public Setting fallingBackTo(String... names) {
        return new Setting(name, List.of(names), defaultValue, secret, description);
    }

    /** Its value is a secret, or may hold one as a URL does. */
    public Setting asSecret() {
        return new Setting(name, fallbacks, defaultValue, true, description);
    }
}
