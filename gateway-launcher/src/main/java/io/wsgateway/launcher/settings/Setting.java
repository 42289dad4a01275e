package io.wsgateway.launcher.settings;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the gateway can be told.
 *
 * @param key its name in a settings file, such as {@code ws.port}; the other spellings follow from it
 * @param initial what it is where nobody says anything, as one would write it; null: nothing, or worked out at the start
 * @param shownDefault what people read about that; empty: there is none
 * @param meaning one line
 * @param secret its value is never shown, and can be read from a file that another key names
 */
public record Setting<T>(
        String key, ValueType<T> type, @Nullable String initial, String shownDefault, String meaning, boolean secret) {
    /** What a secret's key is called with when its value is the name of a file. */
    static final String FILE_SUFFIX = "-file";

    public Setting {
        requireNonNull(key, "key");
        requireNonNull(type, "type");
        requireNonNull(shownDefault, "shownDefault");
        requireNonNull(meaning, "meaning");
    }

    /** A setting with a default. */
    static <T> Setting<T> of(String key, ValueType<T> type, String initial, String meaning) {
        return new Setting<>(key, type, initial, initial, meaning, false);
    }

    /** A setting whose default is worked out at the start, or is none. */
    static <T> Setting<T> open(String key, ValueType<T> type, String shownDefault, String meaning) {
        return new Setting<>(key, type, null, shownDefault, meaning, false);
    }

    static <T> Setting<T> secret(String key, ValueType<T> type, String meaning) {
        return new Setting<>(key, type, null, "", meaning, true);
    }

    /** {@code --ws-port} */
    public String flag() {
        return flag(key);
    }

    /** {@code GATEWAY_WS_PORT} */
    public String variable() {
        return variable(key);
    }

    /** The key under which a file's name can be given instead; for secrets only. */
    public String fileKey() {
        return key + FILE_SUFFIX;
    }

    static String flag(String key) {
        return "--" + key.replace('.', '-');
    }

    static String variable(String key) {
        return Variables.PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
