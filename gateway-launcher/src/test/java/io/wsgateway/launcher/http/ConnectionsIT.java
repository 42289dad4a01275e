package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wsgateway.launcher.testkit.RawHttp;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
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
    void aConnectionThatSaysNothingOrHalfOfARequestIsCutLongBeforeAnIdleOne() throws Exception {
        RawHttp silent = connect("");
        RawHttp half = connect("GET /li");
        RawHttp secondHalf = connect(REQUEST);
        assertThat(secondHalf.readLine()).isEqualTo("HTTP/1.1 200 OK");
        secondHalf.send("\r\nGE");
        RawHttp laterHalf = connect(REQUEST);
        assertThat(laterHalf.readLine()).isEqualTo("HTTP/1.1 200 OK");
        RawHttp idle = connect(REQUEST);
        assertThat(idle.readLine()).isEqualTo("HTTP/1.1 200 OK");
        idle.send("\r\n");
        laterHalf.send("G");

        assertThat(silent.readToEnd()).isEmpty();
        assertThat(half.readToEnd()).isEmpty();
        assertThat(secondHalf.readToEnd()).doesNotContain("HTTP/1.1 ");
        laterHalf.readToEnd();
        connected(1);
        idle.readToEnd();
        connected(0);
    }

    @Test
    void aHeadThatComesByteByByteIsCutAllTheSame() throws Exception {
        long start = System.nanoTime();
        RawHttp dripping = connect(REQUEST);
        assertThat(dripping.readLine()).isEqualTo("HTTP/1.1 200 OK");
        dripping.send("G");
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> drops = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                try {
                    dripping.send("E");
                } catch (IOException cut) {
                    return;
                }
                LockSupport.parkNanos(200_000_000);
            }
        });
        try {
            dripping.readToEnd();
        } catch (SocketException cut) {
            // Also an end.
        }
        over.set(true);
        drops.join();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE.idle());
    }

    @Test
    void whoLeavesGetsToReadItsAnswerAndIsCutWhereItNeitherClosesNorEnds() throws Exception {
        String refused = "POST /api/v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n";
        RawHttp stays = connect(refused);
        assertThat(stays.readToEnd()).startsWith("HTTP/1.1 401 ");
        RawHttp some = connect(refused + "x".repeat(1 << 19));
        assertThat(some.readToEnd()).startsWith("HTTP/1.1 401 ");
        connected(2);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        some.send("x".repeat(1 << 16));
                    }
                })
                .isInstanceOf(SocketException.class);
        connected(0);
    }

    @Test
    void whatIsRefusedOrLateStartsNoThread() throws Exception {
        connect("NONSENSE\r\n\r\n").readToEnd();
        long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
        for (int i = 0; i < 20; i++) {
            assertThat(connect("NONSENSE\r\n\r\n").readToEnd()).startsWith("HTTP/1.1 400 ");
        }
        for (int i = 0; i < 20; i++) {
            connect("POST /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN
                    + "\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{");
        }
        for (RawHttp late : open.subList(open.size() - 20, open.size())) {
            assertThat(late.readToEnd()).startsWith("HTTP/1.1 408 ");
        }
        assertThat(ManagementFactory.getThreadMXBean().getTotalStartedThreadCount())
                .isEqualTo(before);
    }

    @Test
    void whoExpectsToBeToldToGoOnWithNothingIsToldOneThingOfItsConnection() throws Exception {
        for (String head : List.of("GET /livez", "POST /api/v1/events")) {
            String all = connect(head + " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n")
                    .readToEnd();
            assertThat(all).containsOnlyOnce("\r\nConnection: ").contains("\r\nConnection: close\r\n");
        }
        assertThat(connect("GET /livez HTTP/1.0\r\nExpect: 100-continue\r\n\r\n")
                        .readToEnd())
                .startsWith("HTTP/1.1 417 ");
        assertThat(connect("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n").readToEnd())
                .startsWith("HTTP/1.1 501 ");
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
                .contains(
                        "\r\nRetry-After: 1\r\n",
                        "\r\nX-Content-Type-Options: nosniff\r\n",
                        "{\"error\":\"All connections");
        confirmed.complete(null);
        assertThat(first.readLine()).isEqualTo("HTTP/1.1 202 Accepted");
        assertThat(second.readLine()).isEqualTo("HTTP/1.1 202 Accepted");
        await().until(() -> get("/livez").statusCode() == 200);
    }
}
