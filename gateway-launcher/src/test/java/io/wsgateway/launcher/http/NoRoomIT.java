package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wsgateway.launcher.testkit.RawHttp;
import io.wsgateway.testkit.FreePort;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While there is no memory for newcomers they wait, and are served behind that. */
class NoRoomIT {
    private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final int port = FreePort.next();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpEndpoints endpoints;

    private void start(BooleanSupplier hasRoom) throws IOException {
        List<Route> routes = List.of(Route.get("/a", request -> Response.json(200, "{}")));
        endpoints =
                new HttpEndpoints(new HttpConfig("127.0.0.1", port, 100), workers -> routes, HttpTimeouts.USUAL, () -> {
                    asked.incrementAndGet();
                    return hasRoom.getAsBoolean();
                });
        endpoints.start();
    }

    @AfterEach
    void stop() {
        endpoints.close();
    }

    @Test
    void theyAreTakenOnceThereIsRoom() throws IOException {
        start(() -> asked.get() > 3);
        try (RawHttp client = new RawHttp(port).send(REQUEST)) {
            assertThat(client.readLine()).isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(asked).hasValueGreaterThan(3);
    }

    @Test
    void whoIsAskedInVainTakesNobodyInBetween() throws IOException {
        start(() -> false);
        try (RawHttp client = new RawHttp(port).send(REQUEST)) {
            await().until(() -> asked.get() > 3);
            assertThat(endpoints.clients().size()).isZero();
            endpoints.close();
            assertThatThrownBy(client::readLine).isInstanceOf(IOException.class);
        }
    }
}
