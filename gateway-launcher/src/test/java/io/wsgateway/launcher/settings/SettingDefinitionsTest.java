package io.wsgateway.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.GatewayConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingDefinitionsTest {

    @Test
    void keysFlagsAndVariablesAreEachUnique() {
        assertThat(SettingDefinitions.keys()).doesNotHaveDuplicates();
        assertThat(SettingDefinitions.keys().stream().map(Setting::flag)).doesNotHaveDuplicates();
        assertThat(SettingDefinitions.keys().stream().map(Setting::variable)).doesNotHaveDuplicates();
    }

    @Test
    void defaultsAreThoseOfTheLibrary() throws Exception {
        Settings settings = SettingsReader.read(CommandLine.parse(), Map.of());
        GatewayConfig library = GatewayConfig.defaults();

        assertThat(settings.value(SettingDefinitions.JWT_MAX_LIFE)).isEqualTo(library.maxTokenLife());
        assertThat(settings.value(SettingDefinitions.SUBSCRIPTIONS_SCOPE)).isEqualTo(library.scope());
        assertThat(settings.value(SettingDefinitions.HEARTBEAT_INTERVAL))
                .isEqualTo(library.heartbeat().interval());
        assertThat(settings.value(SettingDefinitions.HEARTBEAT_TIMEOUT))
                .isEqualTo(library.heartbeat().timeout());
        assertThat(settings.value(SettingDefinitions.IDENTIFY_TIMEOUT))
                .isEqualTo(library.heartbeat().identify());
        assertThat(settings.value(SettingDefinitions.RESUME_WINDOW))
                .isEqualTo(library.resume().window());
        assertThat(settings.value(SettingDefinitions.RESUME_BYTES))
                .isEqualTo(library.resume().bytes());
        assertThat(settings.value(SettingDefinitions.DRAIN_DELAY))
                .isEqualTo(library.drain().delay());
        assertThat(settings.value(SettingDefinitions.DRAIN_TIMEOUT))
                .isEqualTo(library.drain().timeout());
        assertThat(settings.value(SettingDefinitions.DRAIN_RATE))
                .isEqualTo(library.drain().rate());
        assertThat(settings.value(SettingDefinitions.MESSAGE_BYTES))
                .isEqualTo(library.limits().messageBytes());
        assertThat(settings.value(SettingDefinitions.MESSAGES_PER_MINUTE))
                .isEqualTo(library.limits().messagesPerMinute());
        assertThat(settings.value(SettingDefinitions.SUBSCRIPTIONS))
                .isEqualTo(library.limits().subscriptions());
        assertThat(settings.value(SettingDefinitions.QUEUE_BYTES))
                .isEqualTo(library.limits().queueBytes());
        assertThat(settings.value(SettingDefinitions.QUEUE_STALL))
                .isEqualTo(library.limits().queueStall());
    }

    @Test
    void helpNamesEverySettingWithItsDefault() {
        assertThat(SettingDefinitions.all())
                .allSatisfy(setting -> assertThat(Help.text())
                        .contains(
                                "  " + setting.flag() + " " + setting.type().shape() + "\n",
                                setting.meaning(),
                                setting.shownDefault()));
        assertThat(Help.text()).contains("--auth-jwt-secret-file FILE", "--admin-token-file FILE");
    }
}
