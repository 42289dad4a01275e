package io.wsgateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.launcher.settings.CommandLine;
import io.wsgateway.launcher.settings.SettingDefinitions;
import io.wsgateway.launcher.settings.Settings;
import io.wsgateway.launcher.settings.SettingsException;
import io.wsgateway.launcher.settings.SettingsReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class ReloadTest {
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> taken = new ArrayList<>();
    private Reload reload;

    @BeforeEach
    void start() throws SettingsException {
        environment.put("GATEWAY_AUTH_JWT_SECRET", "a".repeat(32));
        environment.put("GATEWAY_ADMIN_TOKEN", "b".repeat(16));
        reload = new Reload(
                NOPLogger.NOP_LOGGER,
                read(),
                this::read,
                settings ->
                        taken.add(settings.value(SettingDefinitions.JWT_SECRET).substring(0, 1)));
    }

    @Test
    void aNewSecretIsTakenOverOnce() {
        environment.put("GATEWAY_AUTH_JWT_SECRET", "c".repeat(32));
        reload.run();
        reload.run();

        assertThat(taken).containsExactly("c");
    }

    @Test
    void whatOnlyARestartTakesOverLeavesAllAsItIs() {
        environment.put("GATEWAY_AUTH_JWT_SECRET", "c".repeat(32));
        environment.put("GATEWAY_WS_PORT", "3105");
        reload.run();
        assertThat(taken).isEmpty();

        environment.remove("GATEWAY_WS_PORT");
        reload.run();
        assertThat(taken).containsExactly("c");
    }

    @Test
    void aSecretThatGoesOrComesIsAnotherWayOfRunning() {
        environment.remove("GATEWAY_AUTH_JWT_SECRET");
        environment.put("GATEWAY_AUTH_JWT_JWKS_URI", "https://login.example.com/keys.json");
        reload.run();

        assertThat(taken).isEmpty();
    }

    @Test
    void settingsThatCannotBeUsedChangeNothing() {
        environment.put("GATEWAY_AUTH_JWT_SECRET", "short");
        reload.run();
        assertThat(taken).isEmpty();

        environment.put("GATEWAY_AUTH_JWT_SECRET", "d".repeat(32));
        reload.run();
        assertThat(taken).containsExactly("d");
    }

    @Test
    void namesMadeUpAtEachStartAreNoChange() {
        reload.run();

        assertThat(taken).isEmpty();
    }

    @Test
    void aLoginOfAServerIsASecretAndItsPlaceIsNot() throws SettingsException {
        environment.put("GATEWAY_RABBIT_URI", "amqp://u:first@mq.example:5672/vh");
        environment.put("GATEWAY_REDIS_URI", "redis://u:first@redis.example/1");
        start();
        environment.put("GATEWAY_REDIS_URI", "redis://v:second@redis.example/1");
        reload.run();
        environment.put("GATEWAY_RABBIT_URI", "amqp://v:second@mq.example:5672/vh");
        reload.run();
        assertThat(taken).hasSize(2);

        environment.put("GATEWAY_RABBIT_URI", "amqp://v:second@mq.example:5673/vh");
        reload.run();
        environment.put("GATEWAY_RABBIT_URI", "amqp://v:second@mq.example:5672/vh");
        environment.put("GATEWAY_REDIS_URI", "redis://v:second@redis.example/2");
        reload.run();
        assertThat(taken).hasSize(2);
    }

    private Settings read() throws SettingsException {
        return SettingsReader.read(CommandLine.parse(), environment);
    }
}
