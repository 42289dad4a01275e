package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.launcher.testkit.RawHttp;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests whose end somebody in front could see elsewhere are refused, and nothing behind them is served: no request is
 * smuggled in as another's body.
 */
class StrictHttpIT extends EndpointsUnderTest {
    private static final String SMUGGLED = "GET /health HTTP/1.1\r\nHost: smuggled\r\n\r\n";

    /** What was answered, with whatever came behind the request being another of its own. */
    private String answerTo(String request) throws Exception {
        try (RawHttp connection = new RawHttp(port).send(request + SMUGGLED)) {
            return connection.readToEnd();
        }
    }

    private static String posting(String headers, String body) {
        return "POST /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN
                + "\r\nContent-Type: application/json\r\n" + headers + "\r\n" + body;
    }

    static Stream<String> heads() {
        return Stream.of(
                posting("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                posting("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"),
                posting("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"),
                posting("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"),
                posting("Content-Length: 5, 5\r\n", "hello"),
                posting("Content-Length: +5\r\n", "hello"),
                posting("Content-Length: -5\r\n", "hello"),
                posting("Content-Length: 0x5\r\n", "hello"),
                posting("Content-Length: 5 5\r\n", "hello"),
                posting("Content-Length: 99999999999999999999\r\n", "hello"),
                posting("Content-Length : 5\r\n", "hello"),
                posting("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
                posting("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
                posting("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
                posting("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
                posting("Transfer-Encoding: chunked\r\n", "0\r\n\r\n").replaceFirst("/1\\.1", "/1.0"),
                posting("Transfer-Encoding: identity\r\nContent-Length: 0\r\n", ""),
                posting("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"),
                posting("Transfer-Encoding: chunked\r\nTransfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
                posting("Transfer-Encoding:\u000bchunked\r\n", "0\r\n\r\n"),
                posting("X: a\r\n Transfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                posting("X: a\u0000b\r\nContent-Length: 0\r\n", ""),
                posting("X: a\rb\r\nContent-Length: 0\r\n", ""),
                posting("X\u0001: a\r\nContent-Length: 0\r\n", ""),
                posting("X(: a\r\nContent-Length: 0\r\n", ""),
                posting(": a\r\nContent-Length: 0\r\n", ""),
                posting("X\r\nContent-Length: 0\r\n", ""),
                posting("Host: b\r\nContent-Length: 0\r\n", ""),
                "GET /health HTTP/1.1\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: a@b\r\n\r\n",
                "GET http://b/health HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /health HTTP/1.1\nHost: a\n\n",
                "GET /health HTTP/1.1\r\nHost: a\n\r\n",
                "GET /h\u00e9alth HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /health#a HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /he\u0001alth HTTP/1.1\r\nHost: a\r\n\r\n",
                "G(T /health HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /health HTTP/1.1x\r\nHost: a\r\n\r\n",
                "GET /health HTTP/2.0\r\nHost: a\r\n\r\n",
                "GET /health\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("heads")
    void aHeadThatCanBeReadInTwoWaysIsRefused(String request) throws Exception {
        String answer = answerTo(request);

        assertThat(answer)
                .doesNotContain("\nHTTP/1.1 ")
                .matches("(?s)HTTP/1.1 (400|413|426|501|505) .*")
                .contains("\r\nConnection: close\r\n", "\r\nX-Content-Type-Options: nosniff\r\n", "{\"error\":")
                .doesNotContain("Exception", "jetty", "Jetty", "at org.");
        assertThat(gateway.published).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\r\nhello!\r\n0\r\n\r\n",
                "5\r\rhello\r\n0\r\n\r\n",
                "5;a\nb\r\nhello\r\n0\r\n\r\n",
                "5;a\u0000\r\nhello\r\n0\r\n\r\n",
                ";a=b\r\nhello\r\n0\r\n\r\n",
                " 5\r\nhello\r\n0\r\n\r\n",
                "\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "5 5\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\nA b\r\n\r\n",
                "5\r\nhello\r\n0\r\nA: b\n\r\n",
                "ffffffffffffffff\r\nhello"
            })
    void aBodyWhoseChunksArentStrictlyThatIsRefused(String chunks) throws Exception {
        String answer = answerTo(posting("Transfer-Encoding: chunked\r\n", chunks));

        assertThat(answer)
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .doesNotContain("\nHTTP/1.1 ")
                .contains("\r\nConnection: close\r\n", "{\"error\":");
        assertThat(gateway.published).isEmpty();
    }

    @Test
    void extensionsAndTrailersWithoutEndAreRefused() throws Exception {
        String endless = "x".repeat(64 << 10);

        assertThat(answerTo(posting("Transfer-Encoding: chunked\r\n", "5;" + endless)))
                .startsWith("HTTP/1.1 4");
        assertThat(answerTo(posting("Transfer-Encoding: chunked\r\n", "0\r\nA: " + endless)))
                .startsWith("HTTP/1.1 4");
    }
}
