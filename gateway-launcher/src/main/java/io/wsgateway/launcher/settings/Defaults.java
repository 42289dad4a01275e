package io.wsgateway.launcher.settings;

import io.wsgateway.launcher.settings.Settings.Chosen;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** What settings are where nobody says anything. */
final class Defaults {
    private static final String THIS_MACHINE = "127.0.0.1";
    private static final String ALL_ADDRESSES = "0.0.0.0";
    private static final long RESUME_BYTES = 256L << 20;

    private Defaults() {}

    /** Adds what is missing. {@code maxHeap} in bytes; without a key, this is development mode. */
    static void fill(Map<Setting<?>, Chosen> chosen, boolean keyGiven, long maxHeap) {
        String host = keyGiven ? ALL_ADDRESSES : THIS_MACHINE;
        fill(chosen, SettingDefinitions.WS_HOST, host);
        fill(chosen, SettingDefinitions.HTTP_HOST, host);
        fill(chosen, SettingDefinitions.RESUME_BYTES, Sizes.format(Math.min(RESUME_BYTES, resumeBytesAtMost(maxHeap))));
        fill(chosen, SettingDefinitions.NODE_ID, HexFormat.of().toHexDigits(new SecureRandom().nextLong()));
        for (Setting<?> setting : SettingDefinitions.all()) {
            if (setting.initial() != null) {
                fill(chosen, setting, setting.initial());
            }
        }
    }

    /** A window that took more than a quarter of the heap would starve the rest of the gateway. */
    static long resumeBytesAtMost(long maxHeap) {
        return maxHeap / 4;
    }

    private static void fill(Map<Setting<?>, Chosen> chosen, Setting<?> setting, String text) {
        chosen.computeIfAbsent(setting, missing -> new Chosen(missing.type().parse(text), text, Chosen.BY_DEFAULT));
    }
}
