package io.wsgateway.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.launcher.testkit.GatewayJar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Handshakes under way while the whole process is in trouble. */
class HandshakeFaultsIT {
    private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols";
    private static final byte[] HANDSHAKE = String.join(
                    "\r\n",
                    "GET / HTTP/1.1",
                    "Host: 127.0.0.1",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Version: 13",
                    "",
                    "")
            .getBytes(US_ASCII);

    private static Socket begin(GatewayJar jar) throws IOException {
        return send(jar.webSocket(), Arrays.copyOf(HANDSHAKE, HANDSHAKE.length - 2));
    }

    private static Socket send(URI address, byte[] bytes) throws IOException {
        Socket client = new Socket();
        client.setSoTimeout(100_000);
        client.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        client.getOutputStream().write(bytes);
        return client;
    }

    private static String finish(Socket client) throws IOException {
        client.getOutputStream().write(HANDSHAKE, HANDSHAKE.length - 2, 2);
        return new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII)).readLine();
    }

    @Test
    void theTimeInWhichTheProcessStoodStillIsNotTheirs() throws Exception {
        try (GatewayJar jar = GatewayJar.start();
                Socket client = begin(jar)) {
            jar.freeze();
            TimeUnit.SECONDS.sleep(12);
            client.getOutputStream().flush();
            jar.thaw();
            assertThat(finish(client)).isEqualTo(SWITCHING);
        }
    }

    @Test
    void theyAreStillCutAtTheirDeadlineAndOthersTakenBehindAFullHeap() throws Exception {
        try (GatewayJar jar = GatewayJar.startWithBallast("64m", List.of())) {
            List<Socket> halves = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                jar.fillHeap(Duration.ofSeconds(2));
                for (int j = 0; j < 25; j++) {
                    halves.add(begin(jar));
                }
                TimeUnit.MILLISECONDS.sleep(2_500);
            }
            assertThat(jar.isAlive()).as(jar.output()).isTrue();
            for (Socket half : halves) {
                assertThat(isCut(half)).as(jar.output()).isTrue();
                half.close();
            }
            await().untilAsserted(() -> {
                try (Socket client = begin(jar)) {
                    assertThat(finish(client)).isEqualTo(SWITCHING);
                }
            });
            assertThat(status(jar, "livez")).as(jar.output()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(status(jar, "readyz")).isEqualTo(200));
        }
    }

    @Test
    void httpRequestsThatComeWhileTheHeapIsFullAreAnsweredOrCut() throws Exception {
        byte[] request = "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
        try (GatewayJar jar = GatewayJar.startWithBallast("64m", List.of())) {
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                jar.fillHeap(Duration.ofSeconds(2));
                for (int j = 0; j < 25; j++) {
                    clients.add(send(jar.http(), request));
                }
                TimeUnit.MILLISECONDS.sleep(2_500);
            }
            for (Socket client : clients) {
                assertThat(isCut(client)).as(jar.output()).isTrue();
                client.close();
            }
            assertThat(jar.isAlive()).as(jar.output()).isTrue();
        }
    }

    /** Waits for the end of the stream, or a reset. */
    private static boolean isCut(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static int status(GatewayJar jar, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(jar.http().resolve(path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
