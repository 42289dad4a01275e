package io.wsgateway.launcher.settings;

import static io.wsgateway.launcher.settings.ReadSettings.SECRET;
import static io.wsgateway.launcher.settings.ReadSettings.TOKEN;
import static io.wsgateway.launcher.settings.ReadSettings.read;
import static io.wsgateway.launcher.settings.ReadSettings.what;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What settings must be to each other. */
class RulesTest {
    @ParameterizedTest
    @CsvSource({"--ws-host, ws.host", "--http-host, http.host"})
    void developmentModeStaysOnThisMachine(String flag, String key) {
        assertThat(what(Map.of(), flag + "=0.0.0.0"))
                .containsExactly(key + " can be reached from other machines, but tokens have no key of yours");
        assertThat(what(Map.of(), flag + "=192.0.2.7")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "127.1.2.3", "::1", "localhost"})
    void developmentModeTakesAnyAddressOfThisMachine(String host) throws Exception {
        assertThat(read(Map.of(), "--ws-host=" + host).value(SettingDefinitions.WS_HOST))
                .isEqualTo(host);
    }

    @Test
    void aKeyAndNoWayForEventsIsAProblem() throws Exception {
        assertThat(what(Map.of("GATEWAY_AUTH_JWT_SECRET", SECRET)))
                .containsExactly(
                        "no event could ever come in: there is no RabbitMQ, and POST /api/v1/events needs admin.token");
        assertThat(read(Map.of("GATEWAY_AUTH_JWT_SECRET", SECRET), "--rabbit-uri=amqp://127.0.0.1")
                        .find(SettingDefinitions.RABBIT_URI))
                .contains("amqp://127.0.0.1");
    }

    @Test
    void wordsAboutTokensWithoutAKeyAreAProblem() throws Exception {
        assertThat(what(Map.of(), "--auth-jwt-issuer=https://a", "--auth-jwt-user-claim=uid"))
                .containsExactly(
                        "auth.jwt.issuer is about tokens of yours, but there is no key to check them with",
                        "auth.jwt.user-claim is about tokens of yours, but there is no key to check them with");
        assertThat(read(Map.of(), "--auth-jwt-max-life=1h").developmentMode()).isTrue();
    }

    @Test
    void twoKeysAreAProblem() {
        assertThat(what(Map.of(
                        "GATEWAY_AUTH_JWT_SECRET", SECRET,
                        "GATEWAY_AUTH_JWT_JWKS_URI", "https://a/b",
                        "GATEWAY_ADMIN_TOKEN", TOKEN)))
                .containsExactly("auth.jwt.secret and auth.jwt.jwks-uri are both set");
    }

    @Test
    void theProxyProtocolWithoutAProxyThatMaySpeakItIsAProblem() throws Exception {
        assertThat(what(Map.of(), "--ws-proxy-protocol=true"))
                .containsExactly("ws.proxy-protocol is true, but no proxy is trusted to speak it");
        assertThat(what(Map.of(), "--ws-proxy-protocol=true", "--ws-trusted-proxies=proxy"))
                .as("only what is wrong with the list")
                .hasSize(1)
                .noneMatch(problem -> problem.contains("to speak it"));
        assertThat(read(Map.of(), "--ws-proxy-protocol=true", "--ws-trusted-proxies=10.0.0.7")
                        .value(SettingDefinitions.WS_PROXY_PROTOCOL))
                .isTrue();
    }

    @Test
    void twoListenersOnOnePortAreAProblem() throws Exception {
        assertThat(what(Map.of(), "--ws-port=7", "--http-port=7"))
                .containsExactly("WebSocket and HTTP can't share a port");
        assertThat(read(Map.of(), "--ws-port=7", "--http-port=7", "--ws-host=127.0.0.2")
                        .value(SettingDefinitions.WS_PORT))
                .isEqualTo(7);
        assertThat(read(Map.of(), "--ws-port=0", "--http-port=0").value(SettingDefinitions.WS_PORT))
                .isZero();
    }

    @Test
    void aHeartbeatTimeoutWithinTheIntervalIsAProblem() {
        assertThat(what(Map.of(), "--heartbeat-interval=60s")).hasSize(1);
    }

    @Test
    void theWindowTakesAtMostAQuarterOfTheHeap() throws Exception {
        assertThat(SettingsReader.read(CommandLine.parse(), Map.of(), 128L << 20)
                        .value(SettingDefinitions.RESUME_BYTES))
                .isEqualTo(32L << 20);
        assertThat(what(Map.of(), "--resume-bytes=1025MiB"))
                .containsExactly("resume.bytes is more than a quarter of the heap, which has 4GiB");
    }

    @ParameterizedTest
    @CsvSource({"rabbit-uri, amqp://127.0.0.1", "redis-uri, redis://127.0.0.1"})
    void aLostKeyBesideWhatOthersShareIsNoDevelopmentMode(String flag, String uri) {
        assertThat(what(Map.of("GATEWAY_WS_HOST", "127.0.0.1", "GATEWAY_ADMIN_TOKEN", TOKEN), "--" + flag + "=" + uri))
                .containsExactly("there is no key to check tokens with, but " + flag.replace('-', '.')
                        + " is set: development mode is alone");
    }

    @Test
    void aWrongValueIsNotAlsoMissing() {
        assertThat(what(Map.of("GATEWAY_AUTH_JWT_SECRET", "short", "GATEWAY_ADMIN_TOKEN", "a b"), "--ws-host=0.0.0.0"))
                .containsExactly(
                        "auth.jwt.secret is too short: 5 bytes, and HS256 needs 32 or more",
                        "admin.token does not fit into an HTTP header");
    }
}
