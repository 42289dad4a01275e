package io.wsgateway.launcher.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;

/** Reads settings in tests, for a heap of 4 GiB. */
final class ReadSettings {
    static final String SECRET = "0123456789abcdef0123456789abcdef";
    static final String TOKEN = "an-admin-token-of-34-characters...";

    private static final long HEAP = 4L << 30;

    private ReadSettings() {}

    static Map<String, String> withKey() {
        return Map.of("GATEWAY_AUTH_JWT_SECRET", SECRET, "GATEWAY_ADMIN_TOKEN", TOKEN);
    }

    static Settings read(Map<String, String> environment, String... flags) throws SettingsException {
        return SettingsReader.read(CommandLine.parse(flags), environment, HEAP);
    }

    /** The problems that they are refused for. */
    static List<String> what(Map<String, String> environment, String... flags) {
        return refusal(environment, flags).problems().stream()
                .map(Problem::what)
                .toList();
    }

    static SettingsException refusal(Map<String, String> environment, String... flags) {
        return catchThrowableOfType(SettingsException.class, () -> read(environment, flags));
    }
}
