package io.wsgateway.launcher.settings;

import static java.util.Objects.requireNonNull;

import io.wsgateway.model.Redaction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the gateway can be told.
 *
 * @param key its name in a settings file, such as {@code ws.port}; the other spellings follow from it
 * @param initial what it is where nobody says anything, as one would write it; null: nothing, or worked out at the start
 * @param shownDefault what people read about that; empty: there is none
 * @param meaning one line
 * @param shown what people see of a value
 */
public record Setting<T>(
        String key, ValueType<T> type, @Nullable String initial, String shownDefault, String meaning, Shown shown) {
    /** How much of a value people see. */
    public enum Shown {
        ALL,
        /** The address of a server, without its login and query. */
        PLACE,
        /** A secret: nothing. It can be read from a file that another key names. */
        NOTHING
    }

    /** Stands for a secret wherever people look. */
    static final String MASK = "********";

    /** What a secret's key is called with when its value is the name of a file. */
    static final String FILE_SUFFIX = "-file";

    public Setting {
        requireNonNull(key, "key");
        requireNonNull(type, "type");
        requireNonNull(shownDefault, "shownDefault");
        requireNonNull(meaning, "meaning");
        requireNonNull(shown, "shown");
    }

    /** A setting with a default. */
    static <T> Setting<T> of(String key, ValueType<T> type, String initial, String meaning) {
        return new Setting<>(key, type, initial, initial, meaning, Shown.ALL);
    }

    /** A setting whose default is worked out at the start, or is none. */
    static <T> Setting<T> open(String key, ValueType<T> type, String shownDefault, String meaning) {
        return new Setting<>(key, type, null, shownDefault, meaning, Shown.ALL);
    }

    static <T> Setting<T> secret(String key, ValueType<T> type, String meaning) {
        return new Setting<>(key, type, null, "", meaning, Shown.NOTHING);
    }

    /** A setting whose value is the address of a server. */
    static <T> Setting<T> place(String key, ValueType<T> type, String meaning) {
        return new Setting<>(key, type, null, "", meaning, Shown.PLACE);
    }

    public boolean secret() {
        return shown == Shown.NOTHING;
    }

    /** What people see of a value that was written so. */
    String shown(String text) {
        return switch (shown) {
            case ALL -> text;
            case PLACE -> Redaction.address(text);
            case NOTHING -> MASK;
        };
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
