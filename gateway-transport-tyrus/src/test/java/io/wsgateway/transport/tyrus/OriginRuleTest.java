package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRuleTest {
    private static boolean permits(List<String> listed, String host, String... origins) {
        Map<String, List<String>> headers = origins.length == 0
                ? Map.of("host", List.of(host))
                : Map.of("host", List.of(host), "origin", List.of(origins));
        RequestHead request = new RequestHead("GET", "/", null, "HTTP/1.1", headers);
        return new OriginRule(listed).refused(request) == null;
    }

    @Test
    void whoSendsNoneMayConnect() {
        assertThat(permits(List.of(), "gateway")).isTrue();
        assertThat(permits(List.of("https://a.example"), "gateway")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.example, https://gateway.example",
        "gateway.example, http://gateway.example",
        "gateway.example:3005, https://gateway.example",
        "gateway.example:3005, https://gateway.example:8443",
        "gateway.example:, https://gateway.example",
        "GATEWAY.example, https://gateway.EXAMPLE",
        "localhost:3005, http://localhost:3006",
        "127.0.0.1:3005, http://127.0.0.1:3006",
        "[::1]:3005, http://[::1]:3006",
        "[2001:DB8::1], https://[2001:db8::1]",
        "under_score.example, https://under_score.example",
        "gateway.example., https://gateway.example.",
        "localhost, capacitor://localhost"
    })
    void pagesOfTheSameHostNameMay(String host, String origin) {
        assertThat(permits(List.of(), host, origin)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.example, https://evil.example",
        "gateway.example, https://gateway.example.evil.example",
        "gateway.example, https://evilgateway.example",
        "gateway.example, https://chat.gateway.example",
        "chat.gateway.example, https://gateway.example",
        "gateway.example, https://gateway.example.",
        "localhost:3005, http://127.0.0.1:3005",
        "127.0.0.1:3005, http://localhost:3005",
        "[::1]:3005, http://localhost:3005",
        "[::1]:3005, http://127.0.0.1:3005",
        "[::1]:3005, http://[0:0:0:0:0:0:0:1]:3005",
        "[::1, http://[::1]",
        "::1, http://::1",
        "a:b:c, https://a",
        "gateway.example, gateway.example",
        "gateway.example, //gateway.example",
        "gateway.example, https:gateway.example",
        "gateway.example, https://gateway.example/",
        "gateway.example, https://gateway.example/path",
        "gateway.example, https://gateway.example?q",
        "gateway.example, https://gateway.example#f",
        "gateway.example, https://gateway.example:",
        "gateway.example, https://gateway.example:port",
        "gateway.example, https://gateway.example:443000",
        "gateway.example, https://user@gateway.example",
        "gateway.example, https://evil.example@gateway.example",
        "gateway.example, https://gateway.example:443@evil.example",
        "gateway.example, https://gateway.example\\.evil.example",
        "gateway.example, 'https://gateway.example '",
        "gateway.example, https://gateway%2eexample",
        "gateway.example, 1https://gateway.example",
        "gateway.example, ://gateway.example",
        "gateway.example, file://",
        "gateway.example, https://",
        "gateway.example, {}",
        "gateway.example, *",
        "gateway.example, null",
        "null, null",
        "gateway.example, NULL"
    })
    void othersMayNot(String host, String origin) {
        assertThat(permits(List.of(), host, origin)).isFalse();
    }

    @Test
    void anOriginWithoutAValueIsNotAbsent() {
        assertThat(permits(List.of(), "gateway", "")).isFalse();
        assertThat(permits(List.of("*"), "gateway", "")).isFalse();
    }

    @Test
    void charactersThatOnlyLookLikeLettersAreNone() {
        assertThat(permits(List.of(), "\u00fcber.example", "https://\u00fcber.example"))
                .isFalse();
        assertThat(permits(List.of(), "k.example", "https://\u212a.example")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://chat.example",
                "https://chat.example:443",
                "HTTPS://Chat.Example",
                "http://chat.example:8080",
                "app://chat"
            })
    void listedOnesMayFromAnyHost(String origin) {
        List<String> listed = List.of("https://chat.EXAMPLE", "http://chat.example:8080", "app://chat");
        assertThat(permits(listed, "gateway", origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://chat.example",
                "https://chat.example:8443",
                "https://www.chat.example",
                "https://chat.example.evil.example",
                "http://other.example:80",
                "null"
            })
    void listedOnesAreExact(String origin) {
        assertThat(permits(List.of("https://chat.example:443", "http://other.example:8080"), "gateway", origin))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "file://", "{}"})
    void aStarIsForAllOfThem(String origin) {
        assertThat(permits(List.of("*"), "gateway", origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gateway|https://gateway",
                "https://gateway|null",
                "https://gateway https://gateway",
                "https://gateway, https://gateway",
                "https://gateway,https://evil.example"
            })
    void twoAreNeverRight(String origins) {
        for (List<String> listed : List.of(List.<String>of(), List.of("https://gateway"), List.of("*"))) {
            assertThat(permits(listed, "gateway", origins.split("\\|"))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chat.example",
                "https://chat.example/",
                "https://*.example",
                "null",
                "**",
                "https://chat.example https://b.example",
                "https://chat.example:"
            })
    void aListOfThemHoldsOriginsOnly(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AdmissionConfig.defaults().withOrigins(List.of(origin)))
                .withMessageContaining("https://chat.example.com");
    }

    @Test
    void aRefusedOneIsToldAsItWasSent() {
        Stream.of("null", "https://evil.example").forEach(origin -> {
            RequestHead request = new RequestHead(
                    "GET",
                    "/",
                    null,
                    "HTTP/1.1",
                    Map.of("host", List.of("gateway"), "origin", List.of(origin, origin)));
            assertThat(new OriginRule(List.of()).refused(request)).isEqualTo(origin + ", " + origin);
        });
    }
}
