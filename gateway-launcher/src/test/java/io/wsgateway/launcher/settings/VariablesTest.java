package io.wsgateway.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {

    @Test
    void variablesWithThePrefixAreRead() {
        Variables variables = Variables.of(Map.of(
                "GATEWAY_AUTH_JWT_JWKS_URI",
                "https://a/b",
                "GATEWAY_CONFIG",
                "a.properties",
                "PATH",
                "/bin",
                "HOME",
                "/"));

        assertThat(variables.problems()).isEmpty();
        assertThat(variables.config())
                .isEqualTo(new RawSetting("config", "a.properties", "environment variable GATEWAY_CONFIG"));
        assertThat(variables.settings())
                .containsExactly(new RawSetting(
                        "auth.jwt.jwks-uri", "https://a/b", "environment variable GATEWAY_AUTH_JWT_JWKS_URI"));
    }

    @Test
    void anUnknownVariableIsAProblemThatKnowsWhatWasMeant() {
        assertThat(Variables.of(Map.of("GATEWAY_WSPORT", "1")).problems())
                .containsExactly(new Problem(
                        "unknown setting: GATEWAY_WSPORT",
                        "environment variable GATEWAY_WSPORT",
                        "did you mean GATEWAY_WS_PORT?"));
    }

    @ParameterizedTest
    @CsvSource({
        "GATEWAY_SERVICE_HOST, 10.0.0.7",
        "GATEWAY_SERVICE_PORT, 3005",
        "GATEWAY_SERVICE_PORT_HTTP, 3006",
        "GATEWAY_PORT, tcp://10.0.0.7:3005",
        "GATEWAY_PORT_3005_TCP, tcp://10.0.0.7:3005",
        "GATEWAY_PORT_3005_TCP_ADDR, 10.0.0.7",
        "GATEWAY_REDIS_SERVICE_HOST, 10.0.0.8",
        "GATEWAY_REDIS_PORT_6379_TCP_PROTO, tcp",
        "GATEWAY_WS_PORT, tcp://10.0.0.7:3005"
    })
    void whatAPlatformSaysAboutItsServicesIsNoSetting(String name, String value) {
        Variables variables = Variables.of(Map.of(name, value));

        assertThat(variables.problems()).isEmpty();
        assertThat(variables.settings()).isEmpty();
    }
}
