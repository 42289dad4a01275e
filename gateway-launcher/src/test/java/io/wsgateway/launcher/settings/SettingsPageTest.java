package io.wsgateway.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "settings.md");

    @Test
    void theReferencePageHoldsTheCatalogue() throws Exception {
        assertThat(Files.readString(PAGE)).contains(table());
    }

    private static String table() {
        return SettingDefinitions.all().stream()
                .map(SettingsPageTest::row)
                .collect(Collectors.joining(
                        "\n",
                        "| key | flag | environment | value | default | meaning |\n|---|---|---|---|---|---|\n",
                        "\n"));
    }

    private static String row(Setting<?> setting) {
        String shape = setting.type().shape();
        return "| `%s` | `%s` | `%s` | %s | %s | %s |"
                .formatted(
                        setting.key(),
                        setting.flag(),
                        setting.variable(),
                        shape.contains("|") ? "`" + shape.replace("|", "` or `") + "`" : shape.toLowerCase(Locale.ROOT),
                        setting.initial() == null ? setting.shownDefault() : "`" + setting.initial() + "`",
                        setting.meaning());
    }
}
