package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.launcher.testkit.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long connections may stay, and how many. */
class ConnectionsIT extends EndpointsUnderTest {
    private static final String REQUEST = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";

    private final List<RawHttp> open = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (RawHttp connection : open) {
            connection.close();
        }
    }

    private RawHttp connect(String text) throws IOException {
        RawHttp connection = new RawHttp(port).send(text);
        open.add(connection);
        return connection;
    }

    private void restart(int connections) throws IOException {
        endpoints.close();
        start(connections, Optional.of(TOKEN), Optional.empty());
    }

    private void connected(int number) {
        await().until(() -> endpoints.clients().size() == number);
    }

    @Test
    void anIdleConnectionStaysAsLongAsItIsTold() throws Exception {
        long start = System.nanoTime();
        String all = connect(REQUEST).readToEnd();
        Duration stayed = Duration.ofNanos(System.nanoTime() - start);

        assertThat(all).contains("\r\nConnection: keep-alive\r\n", "\r\nKeep-Alive: timeout=6\r\n");
        assertThat(stayed).isBetween(PATIENCE.idle(), PATIENCE.idle().plusSeconds(4));
        assertThat(HttpTimeouts.USUAL.idle()).isEqualTo(Duration.ofSeconds(75));
    }

    @Test
    void whatIsClosedIsNotToldToStay() throws Exception {
        for (String option : List.of("close", "Close", "te, close")) {
            assertThat(connect("GET /livez HTTP/1.1\r\nHost: a\r\nConnection: " + option + "\r\n\r\n")
                            .readToEnd())
                    .contains("\r\nConnection: close\r\n")
                    .doesNotContainIgnoringCase("keep-alive");
        }
        assertThat(connect("GET /livez HTTP/1.0\r\n\r\n").readToEnd()).doesNotContainIgnoringCase("keep-alive");
        assertThat(connect("GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /livez HTTP/1.0\r\n\r\n")
                        .readToEnd())
                .containsOnlyOnce("\r\nKeep-Alive: timeout=6\r\n");
    }

    @Test
    void aConnectionThatSaysNothingOrHalfOfARequestIsCut() throws Exception {
        assertThat(connect("").readToEnd()).isEmpty();
        assertThat(connect(REQUEST + "GET").readToEnd()).containsOnlyOnce("HTTP/1.1 ");
    }

    @Test
    void theOneThatHasBeenWaitedForLongestMakesRoom() throws Exception {
        restart(4);
        RawHttp idle = connect(REQUEST);
        assertThat(idle.readLine()).isEqualTo("HTTP/1.1 200 OK");
        RawHttp half = connect("GET /li");
        connected(2);
        connect("POST /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN
                + "\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{");
        connected(3);
        connect("");
        connected(4);
        long start = System.nanoTime();

        assertThat(connect(REQUEST).readLine()).isEqualTo("HTTP/1.1 200 OK");
        idle.readToEnd();
        assertThat(connect(REQUEST).readLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(half.readToEnd()).isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE.head());
        assertThat(endpoints.clients().size()).isEqualTo(4);
    }

    @Test
    void whoIsServedStaysAndWhereAllAreANewcomerIsTold503() throws Exception {
        restart(2);
        CompletableFuture<Void> confirmed = new CompletableFuture<>();
        gateway.log = event -> confirmed;
        String post = "POST /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN
                + "\r\nContent-Type: application/json\r\nContent-Length: " + EVENT.length() + "\r\n\r\n" + EVENT;
        RawHttp first = connect(post);
        RawHttp second = connect(post);
        await().until(() -> gateway.published.size() == 2);

        assertThat(connect("").readToEnd())
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .contains("Retry-After: 1");
        confirmed.complete(null);
        assertThat(first.readLine()).isEqualTo("HTTP/1.1 202 Accepted");
        assertThat(second.readLine()).isEqualTo("HTTP/1.1 202 Accepted");
        await().until(() -> get("/livez").statusCode() == 200);
    }
}
