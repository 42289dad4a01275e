package io.wsgateway.launcher.settings;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of all settings, checked. Immutable. */
public final class Settings {
    private final Map<Setting<?>, Chosen> chosen;

    Settings(Map<Setting<?>, Chosen> chosen) {
        this.chosen = Map.copyOf(chosen);
    }

    /** The value of a setting that always has one. */
    public <T> T value(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalArgumentException(setting.key() + " may be unset"));
    }

    public <T> Optional<T> find(Setting<T> setting) {
        Chosen entry = chosen.get(setting);
        if (entry == null) {
            return Optional.empty();
        }
        @SuppressWarnings("unchecked") // the reader puts in what the setting's own type parsed
        T value = (T) entry.value();
        return Optional.of(value);
    }

    /**
     * Alone, and without a key of yours: tokens are signed with a key of this process, and nobody else may reach it. Where
     * RabbitMQ or Redis is set, a key is missing instead.
     */
    public boolean developmentMode() {
        return find(SettingDefinitions.JWT_SECRET).isEmpty()
                && find(SettingDefinitions.JWKS_URI).isEmpty();
    }

    /** The settings whose values somebody gave, here or there, and that differ. */
    public List<Setting<?>> changedFrom(Settings before) {
        return SettingDefinitions.all().stream()
                .filter(setting -> isGiven(setting) || before.isGiven(setting))
                .filter(setting -> !find(setting).equals(before.find(setting)))
                .toList();
    }

    /** Whether somebody said it. */
    boolean isGiven(Setting<?> setting) {
        Chosen entry = chosen.get(setting);
        return entry != null && !entry.origin().equals(Chosen.BY_DEFAULT);
    }

    /** The setting with its value and where that came from, for people: {@code ws.port=3005 by default}. */
    public String given(Setting<?> setting) {
        Chosen entry = chosen.get(setting);
        return entry == null ? setting.key() + " is not set" : given(setting, entry.text(), entry.origin());
    }

    static String given(Setting<?> setting, String text, String origin) {
        return setting.key() + "=" + setting.shown(text) + " by " + origin;
    }

    /**
     * What a setting is.
     *
     * @param text as it was written
     * @param origin where it was written, for people
     */
    record Chosen(Object value, String text, String origin) {
        /** The origin where nobody said anything. */
        static final String BY_DEFAULT = "default";

        Chosen {
            requireNonNull(value, "value");
            requireNonNull(text, "text");
            requireNonNull(origin, "origin");
        }
    }
}
