package io.wsgateway.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.launcher.testkit.GatewayJar;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes under way while the whole process is in trouble. */
class HandshakeFaultsIT {
    private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols";

    private static final byte[] BEGINNING = Arrays.copyOf(RawHandshake.REQUEST, RawHandshake.REQUEST.length - 2);

    private static Socket begin(GatewayJar jar) throws IOException {
        return send(jar.webSocket(), BEGINNING);
    }

    private static Socket send(URI address, byte[] bytes) throws IOException {
        Socket client = new Socket();
        client.setSoTimeout(100_000);
        client.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        client.getOutputStream().write(bytes);
        return client;
    }

    private static String finish(Socket client) throws IOException {
        client.getOutputStream().write(RawHandshake.REQUEST, RawHandshake.REQUEST.length - 2, 2);
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

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC"})
    void theyAreStillCutAtTheirDeadlineAndOthersTakenBehindAFullHeap(String collector) throws Exception {
        try (GatewayJar jar = GatewayJar.startWithBallast(List.of("-Xmx64m", collector), List.of())) {
            for (Socket half : sentWhileTheHeapIsFull(jar, jar.webSocket(), BEGINNING)) {
                assertThat(end(half)).as(jar.output()).isEqualTo("");
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
    void httpRequestsThatComeMeanwhileAreAnsweredOrCutAndThePortGoesOn() throws Exception {
        byte[] request = "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
        try (GatewayJar jar = GatewayJar.startWithBallast("64m", List.of())) {
            for (Socket client : sentWhileTheHeapIsFull(jar, jar.http(), request)) {
                assertThat(end(client)).as(jar.output()).matches("(?s)(HTTP/1.1 .*)?");
            }
            assertThat(status(jar, "livez")).as(jar.output()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(posted(jar)).as(jar.output()).isEqualTo(202));
        }
    }

    private static List<Socket> sentWhileTheHeapIsFull(GatewayJar jar, URI address, byte[] bytes) throws Exception {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            jar.fillHeap(Duration.ofSeconds(2));
            for (int j = 0; j < 25; j++) {
                clients.add(send(address, bytes));
            }
            TimeUnit.MILLISECONDS.sleep(2_500);
        }
        assertThat(jar.isAlive()).as(jar.output()).isTrue();
        return clients;
    }

    /** What comes before the end of the stream, or a reset. */
    private static String end(Socket client) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (client) {
            client.getInputStream().transferTo(read);
        } catch (SocketTimeoutException e) {
            return "nothing in time behind \"" + read + "\"";
        } catch (IOException reset) {
            return "";
        }
        return read.toString(US_ASCII);
    }

    private static int posted(GatewayJar jar) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(jar.http().resolve("api/v1/events"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"event\":\"a.b\",\"guildId\":\"general\",\"data\":{}}"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
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
