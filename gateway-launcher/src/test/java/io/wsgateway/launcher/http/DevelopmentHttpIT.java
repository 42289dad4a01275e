package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wsgateway.launcher.testkit.RawHttp;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What development mode answers, and to whom. */
class DevelopmentHttpIT extends EndpointsUnderTest {
    @Test
    void developmentModeNeedsNoTokenFromThisMachine() throws Exception {
        startInDevelopment();

        assertThat(publish(EVENT).statusCode()).isEqualTo(202);
        assertThat(get("/demo").body()).contains("<html");
        assertThat(get("/demo").headers().firstValue("Content-Security-Policy").orElseThrow())
                .containsPattern("script-src 'sha256-[A-Za-z0-9+/=]{44}'");
        assertThat(get("/demo/config.json").body())
                .isEqualTo("{\"webSocketUrl\":\"ws://127.0.0.1:3005/\",\"publishUrl\":\"/api/v1/events\","
                        + "\"token\":\"t.o.k\",\"userId\":\"alice\",\"guilds\":[\"a\",\"b\"]}");
        assertThat(get("/").body()).contains("href=\"demo\"");
        assertThat(get("/demo").body()).contains("href=\"swagger\"", "href=\"health\"", "href=\"./\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:3006",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "192.0.2.1"
            })
    void developmentModeAnswersOnlyToNamesOfThisMachine(String host) throws Exception {
        startInDevelopment();

        for (String head : List.of("GET /demo/config.json", "GET /demo", "POST /api/v1/events")) {
            try (RawHttp connection = new RawHttp(port)
                    .send(head + " HTTP/1.1\r\nHost: " + host
                            + "\r\nContent-Type: application/json\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")) {
                assertThat(connection.readToEnd()).startsWith("HTTP/1.1 403 ").doesNotContain("t.o.k");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost:8080", "http://127.0.0.1"})
    void developmentModeTakesNothingFromOtherPages(String origin) throws Exception {
        startInDevelopment();

        assertThat(send(post(EVENT).header("Origin", origin)).statusCode()).isEqualTo(403);
        assertThat(send(post(EVENT).header("Origin", "http://127.0.0.1:" + port))
                        .statusCode())
                .isEqualTo(202);
        assertThat(gateway.published).hasSize(1);
    }

    @Test
    void withATokenDevelopmentModeAsksForIt() throws Exception {
        endpoints.close();
        start(Optional.of(TOKEN), Optional.of(new Demo(() -> "ws://a/", "t.o.k", "alice", List.of())));

        assertThat(send(post(EVENT).setHeader("Authorization", "none")).statusCode())
                .isEqualTo(401);
        assertThat(publish(EVENT).statusCode()).isEqualTo(202);
    }

    @Test
    void aPortThatIsTakenFailsTheStartAndLeavesNoThreads() throws Exception {
        HttpEndpoints second = new HttpEndpoints(
                new HttpConfig("127.0.0.1", port, CONNECTIONS), gateway, Optional.empty(), Optional.empty());

        assertThatExceptionOfType(IOException.class).isThrownBy(second::start);
        second.close();
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }
}
