package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.launcher.testkit.RawHttp;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that write HTTP in one of the rarer ways that RFC 9110 and 9112 allow. */
class LiberalHttpIT extends EndpointsUnderTest {
    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 \\d{3} [^\\r]*");
    private static final String GET = "GET /livez HTTP/1.1\r\nHost: a\r\n";
    private static final String LAST = GET + "Connection: close\r\n\r\n";

    private static String posting(String headers) {
        return "POST /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN + "\r\n" + headers + "\r\n";
    }

    private static String inChunks(String size, String trailer) {
        return posting("Content-Type: application/json;\r\nTransfer-Encoding: chunked\r\n")
                + size.formatted(EVENT.length()) + "\r\n" + EVENT + "\r\n0\r\n" + trailer + "\r\n";
    }

    private String answers(String... pieces) throws Exception {
        try (RawHttp connection = new RawHttp(port)) {
            for (String piece : pieces) {
                connection.send(piece);
            }
            return connection.readToEnd();
        }
    }

    private static List<String> statuses(String answers) {
        return STATUS.matcher(answers).results().map(MatchResult::group).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;",
                "application/json; charset=UTF-8",
                "Application/JSON;charset=\"utf-8\"",
                "\tapplication/json ; "
            })
    void jsonIsJsonInWhateverForm(String type) throws Exception {
        String request = posting("Content-Type:" + type + "\r\nContent-Length: " + EVENT.length() + "\r\n") + EVENT;

        assertThat(statuses(answers(request + LAST))).containsExactly("HTTP/1.1 202 Accepted", "HTTP/1.1 200 OK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"%x;a=b|''", "%x;a=\"b;c\"|''", "%X ;a|''", "%x|'A: b\r\n'"},
            ignoreLeadingAndTrailingWhitespace = false)
    void extensionsAndTrailersOfChunksArePassedOver(String size, String trailer) throws Exception {
        assertThat(statuses(answers(inChunks(size, trailer) + LAST)))
                .containsExactly("HTTP/1.1 202 Accepted", "HTTP/1.1 200 OK");
        assertThat(gateway.published)
                .singleElement()
                .satisfies(event -> assertThat(event.id()).isEqualTo("e1"));
    }

    @Test
    void emptyLinesBeforeARequestArePassedOver() throws Exception {
        assertThat(statuses(answers("\r\n" + GET + "\r\n", "\r", "\n\r", "\n" + GET + "\r\n\r\n" + LAST)))
                .containsExactly("HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK");
        String body = posting("Content-Type: application/json\r\nContent-Length: " + EVENT.length() + "\r\n") + EVENT;
        assertThat(statuses(answers(body + "\r\n" + body + "\r\n" + LAST)))
                .containsExactly("HTTP/1.1 202 Accepted", "HTTP/1.1 202 Accepted", "HTTP/1.1 200 OK");
    }

    @Test
    void aBodyOfAGetIsReadAndMeansNothing() throws Exception {
        String stated = GET + "Content-Length: 5\r\n\r\n";
        String chunked = GET + "Transfer-Encoding: chunked\r\n\r\n5\r\n";

        assertThat(statuses(answers(stated + "GET /", chunked, "hello\r\n0\r\n\r\n", stated, "hello", LAST)))
                .containsExactly("HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK");
        assertThat(answers(GET + "Content-Length: 65537\r\n\r\n" + "x".repeat(65_537)))
                .startsWith("HTTP/1.1 413 ");
        assertThat(answers(stated + "hell")).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void whoWaitsWithABodyIsToldToGoOnOnceAndOnlyWhereThatWasAsked() throws Exception {
        String head = "Content-Type: application/json\r\nContent-Length: " + EVENT.length() + "\r\n";
        try (RawHttp connection = new RawHttp(port).send(posting(head + "Expect: 100-Continue\r\n"))) {
            assertThat(connection.readLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(connection.readLine()).isEmpty();
            connection.send(EVENT + LAST);
            assertThat(statuses(connection.readToEnd())).containsExactly("HTTP/1.1 202 Accepted", "HTTP/1.1 200 OK");
        }
        assertThat(statuses(answers(posting(head + "Expect: 100-continue\r\n") + EVENT + LAST)))
                .containsExactly("HTTP/1.1 202 Accepted", "HTTP/1.1 200 OK");
        assertThat(answers(posting(head + "Expect: more\r\n"), EVENT + LAST))
                .startsWith("HTTP/1.1 417 Expectation Failed\r\n")
                .contains("{\"error\":\"Only 100-continue can be expected here.\"}");
        try (RawHttp connection = new RawHttp(port).send(GET + "Content-Length: 1\r\nExpect: 100-continue\r\n\r\n")) {
            assertThat(connection.readLine()).isEqualTo("HTTP/1.1 100 Continue");
        }
    }
}
