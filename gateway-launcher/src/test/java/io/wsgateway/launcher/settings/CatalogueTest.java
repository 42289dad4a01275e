package io.wsgateway.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.GatewayConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    @Test
    void keysFlagsAndVariablesAreEachUnique() {
        assertThat(Catalogue.keys()).doesNotHaveDuplicates();
        assertThat(Catalogue.keys().stream().map(Setting::flag)).doesNotHaveDuplicates();
        assertThat(Catalogue.keys().stream().map(Setting::variable)).doesNotHaveDuplicates();
    }

    @Test
    void defaultsAreThoseOfTheLibrary() throws Exception {
        Settings settings = SettingsReader.read(CommandLine.parse(), Map.of());
        GatewayConfig library = GatewayConfig.defaults();

        assertThat(settings.value(Catalogue.JWT_MAX_LIFE)).isEqualTo(library.maxTokenLife());
        assertThat(settings.value(Catalogue.SUBSCRIPTIONS_SCOPE)).isEqualTo(library.scope());
        assertThat(settings.value(Catalogue.HEARTBEAT_INTERVAL))
                .isEqualTo(library.heartbeat().interval());
        assertThat(settings.value(Catalogue.HEARTBEAT_TIMEOUT))
                .isEqualTo(library.heartbeat().timeout());
        assertThat(settings.value(Catalogue.IDENTIFY_TIMEOUT))
                .isEqualTo(library.heartbeat().identify());
        assertThat(settings.value(Catalogue.RESUME_WINDOW))
                .isEqualTo(library.resume().window());
        assertThat(settings.value(Catalogue.RESUME_BYTES))
                .isEqualTo(library.resume().bytes());
        assertThat(settings.value(Catalogue.DRAIN_DELAY))
                .isEqualTo(library.drain().delay());
        assertThat(settings.value(Catalogue.DRAIN_TIMEOUT))
                .isEqualTo(library.drain().timeout());
        assertThat(settings.value(Catalogue.DRAIN_RATE))
                .isEqualTo(library.drain().rate());
        assertThat(settings.value(Catalogue.MESSAGE_BYTES))
                .isEqualTo(library.limits().messageBytes());
        assertThat(settings.value(Catalogue.SUBSCRIPTIONS))
                .isEqualTo(library.limits().subscriptions());
        assertThat(settings.value(Catalogue.QUEUE_BYTES))
                .isEqualTo(library.limits().queueBytes());
        assertThat(settings.value(Catalogue.QUEUE_STALL))
                .isEqualTo(library.limits().queueStall());
    }

    @Test
    void helpNamesEverySettingWithItsDefault() {
        assertThat(Catalogue.all())
                .allSatisfy(setting -> assertThat(Help.text())
                        .contains(
                                "  " + setting.flag() + " " + setting.type().shape() + "\n",
                                setting.meaning(),
                                setting.shownDefault()));
        assertThat(Help.text()).contains("--auth-jwt-secret-file FILE", "--admin-token-file FILE");
    }
}
