package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.launcher.testkit.RawHttp;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are slow, odd or mean cost nobody else anything. */
class HostileHttpIT extends EndpointsUnderTest {
    @Test
    void aClientThatWaitsBeforeItsBodyIsToldToGoOn() throws Exception {
        String head = "POST /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n";
        try (RawHttp connection = new RawHttp(port).send(head.formatted(TOKEN, EVENT.length()))) {
            assertThat(connection.readLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(connection.send(EVENT).readToEnd()).contains("HTTP/1.1 202 ", "{\"id\":\"e1\"}");
        }
        try (RawHttp connection = new RawHttp(port).send(head.formatted("wrong", EVENT.length()))) {
            assertThat(connection.readLine()).isEqualTo("HTTP/1.1 401 Unauthorized");
        }
    }

    @Test
    void requestsSentAtOnceAreAnsweredInOrder() throws Exception {
        String post = "POST /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN
                + "\r\nContent-Type: application/json\r\nContent-Length: " + EVENT.length() + "\r\n\r\n" + EVENT;
        try (RawHttp connection = new RawHttp(port)
                .send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n" + post + "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"
                        + post + "GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
            assertThat(connection.readToEnd())
                    .containsSubsequence(
                            "HTTP/1.1 200 ", "HTTP/1.1 202 ", "HTTP/1.1 404 ", "HTTP/1.1 202 ", "\"ready\"");
        }
    }

    @Test
    void aSlowClientGetsTheWholeFile() throws Exception {
        try (RawHttp connection = new RawHttp(port)
                .send("GET /swagger/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
            // By now the socket's buffers are full, and the rest waits in the server.
            String same = get("/swagger/swagger-ui-bundle.js").body();
            assertThat(connection.readToEnd())
                    .contains("\r\nContent-Length: " + same.getBytes(UTF_8).length + "\r\n")
                    .endsWith("\r\n\r\n" + new String(same.getBytes(UTF_8), ISO_8859_1));
        }
    }

    @Test
    void halfSentRequestsHoldUpNobody() throws Exception {
        List<RawHttp> half = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            half.add(new RawHttp(port).send("GET /hea"));
            half.add(new RawHttp(port)
                    .send("POST /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN
                            + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"));
        }
        try {
            long start = System.nanoTime();
            assertThat(get("/health").statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE.head());
            assertThat(half.get(0).readToEnd()).isEmpty();
            assertThat(half.get(1).readToEnd()).startsWith("HTTP/1.1 408 ").contains("{\"error\":");
        } finally {
            for (RawHttp connection : half) {
                connection.close();
            }
        }
    }

    @Test
    void aClientThatReadsNothingHoldsUpNobody() throws Exception {
        List<RawHttp> deaf = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            deaf.add(new RawHttp(port).send("GET /swagger/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n".repeat(5)));
        }
        try {
            assertThat(get("/health").statusCode()).isEqualTo(200);
        } finally {
            for (RawHttp connection : deaf) {
                connection.close();
            }
        }
    }

    @Test
    void aClientThatSendsAndReadsWithoutPauseHoldsUpNobody() throws Exception {
        String many = "GET /swagger/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100);
        AtomicBoolean enough = new AtomicBoolean();
        try (HttpTalk talk = new HttpTalk(port)) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    talk.send(many);
                }
            });
            CompletableFuture<Void> read = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    talk.answer();
                }
            });
            for (int i = 0; i < 100; i++) {
                assertThat(get("/health").statusCode()).isEqualTo(200);
                assertThat(sent.isDone() || read.isDone()).isFalse();
            }
            enough.set(true);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /livez|HTTP/1.1|Host: a|200 OK",
                "GET /swagger/|HTTP/1.1|Host: a|307 Temporary Redirect",
                "GET /livez|HTTP/1.1|A: b|400 Bad Request",
                "POST /api/v1/events|HTTP/1.1|Host: a|401 Unauthorized",
                "GET /nothing|HTTP/1.1|Host: a|404 Not Found",
                "BREW /livez|HTTP/1.1|Host: a|405 Method Not Allowed",
                "GET /livez|HTTP/9.9|Host: a|505 HTTP Version Not Supported"
            })
    void statusLinesHaveTheStandardPhraseAndNothingIsUpgraded(
            String request, String version, String header, String status) throws Exception {
        String upgrade = "\r\nUpgrade: h2c, websocket\r\nConnection: Upgrade, HTTP2-Settings, close\r\n\r\n";
        try (RawHttp connection = new RawHttp(port).send(request + " " + version + "\r\n" + header + upgrade)) {
            assertThat(connection.readToEnd())
                    .startsWith("HTTP/1.1 " + status + "\r\n")
                    .doesNotContainIgnoringCase("\r\nupgrade:", " upgrade");
        }
    }

    @Test
    void wrongAdminTokensHaveToWait() throws Exception {
        HttpRequest.Builder wrong = post(EVENT).setHeader("Authorization", "Bearer wrong");
        for (int i = 0; i < WrongTokens.FREE; i++) {
            assertThat(send(wrong).statusCode()).isEqualTo(401);
        }
        try (RawHttp connection = new RawHttp(port)
                .send("POST /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN
                        + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(connection.readToEnd())
                    .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
                    .contains("\r\nRetry-After: 1\r\n", "{\"error\":\"Too many wrong admin tokens");
        }
        assertThat(get("/health").statusCode()).isEqualTo(200);
        await().until(() -> publish(EVENT).statusCode() == 202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONSENSE\r\n\r\n", "GET /health HTTP/9.9\r\nHost: a\r\n\r\n"})
    void malformedRequestsAreRefusedWithoutAStackTrace(String request) throws Exception {
        try (RawHttp connection = new RawHttp(port).send(request)) {
            assertThat(connection.readToEnd())
                    .matches("(?s)HTTP/1.1 (400|505) .*\\{\"error\":.*")
                    .doesNotContain("Exception", "jetty", "Jetty", "at org.");
        }
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void aHeadOfMoreThan16KiBIsRefused() throws Exception {
        try (RawHttp connection =
                new RawHttp(port).send("GET /health HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(17 << 10) + "\r\n\r\n")) {
            assertThat(connection.readToEnd())
                    .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n")
                    .contains("{\"error\":\"The request's head is longer than 16384 bytes: send less of it.\"}")
                    .doesNotContain("Exception", "\"status\":\"ok\"");
        }
    }

    @Test
    void clientInputNeverReachesAHeader() throws Exception {
        try (RawHttp connection =
                new RawHttp(port).send("GET /x%0d%0aInjected:1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
            assertThat(connection.readToEnd()).startsWith("HTTP/1.1 404 ").doesNotContain("Injected");
        }
    }
}
