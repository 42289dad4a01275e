package io.wsgateway.launcher;

import io.wsgateway.launcher.settings.Setting;
import io.wsgateway.launcher.settings.SettingDefinitions;
import io.wsgateway.launcher.settings.Settings;
import io.wsgateway.launcher.settings.SettingsException;
import io.wsgateway.model.Redaction;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * SIGHUP: reads the settings again, with the files that they name, and takes over the secrets that may change while the gateway
 * runs. What is wrong changes nothing. One at a time.
 */
final class Reload implements Runnable {
    /** Reads the settings from where they were read at the start. */
    interface Source {
        Settings read() throws SettingsException;
    }

    private final Logger log;
    private final Source source;
    private final Consumer<Settings> secrets;
    private Settings current;

    /** @param secrets takes settings over of which only reloadable ones have changed */
    Reload(Logger log, Settings current, Source source, Consumer<Settings> secrets) {
        this.log = log;
        this.current = current;
        this.source = source;
        this.secrets = secrets;
    }

    @Override
    public synchronized void run() {
        try {
            take(source.read());
        } catch (SettingsException e) {
            log.warn("The settings were read again and can't be used; nothing has changed. {}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("The settings were read again and could not be taken over", e);
        }
    }

    private void take(Settings next) {
        List<Setting<?>> changed = next.changedFrom(current);
        List<Setting<?>> fixed = changed.stream()
                .filter(setting -> !isReloadable(setting, next) || !isSetInBoth(setting, next))
                .toList();
        if (!fixed.isEmpty()) {
            log.warn(
                    "The settings were read again; nothing has changed, because only a restart takes over: {}",
                    names(fixed));
        } else if (changed.isEmpty()) {
            log.info("The settings were read again: they are the same");
        } else {
            secrets.accept(next);
            current = next;
            log.info("The settings were read again. New from now on: {}", names(changed));
        }
    }

    // Another secret, but not another place.
    private boolean isReloadable(Setting<?> setting, Settings next) {
        if (setting.equals(SettingDefinitions.RABBIT_URI) || setting.equals(SettingDefinitions.REDIS_URI)) {
            return place(setting, current).equals(place(setting, next));
        }
        return setting.equals(SettingDefinitions.JWT_SECRET) || setting.equals(SettingDefinitions.ADMIN_TOKEN);
    }

    private static Optional<String> place(Setting<?> setting, Settings settings) {
        return settings.find(setting).map(address -> Redaction.address(address.toString()));
    }

    // Where one appears or goes, that is another way of running.
    private boolean isSetInBoth(Setting<?> setting, Settings next) {
        return current.find(setting).isPresent() && next.find(setting).isPresent();
    }

    private static String names(List<Setting<?>> settings) {
        return settings.stream().map(Setting::key).collect(Collectors.joining(", "));
    }
}
