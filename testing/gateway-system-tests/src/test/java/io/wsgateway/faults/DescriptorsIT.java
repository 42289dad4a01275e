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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More clients than a process has file descriptors: it says so, stays well, and takes them again when others leave. */
class DescriptorsIT {
    private static final int DESCRIPTORS = 256;
    private static final int CLIENTS = 400;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Socket> clients = new ArrayList<>();
    private GatewayJar jar;

    @BeforeEach
    void start() {
        jar = GatewayJar.startWithDescriptors(DESCRIPTORS, "--identify-timeout=10m");
    }

    @AfterEach
    void stop() throws IOException {
        leave(clients);
        jar.close();
    }

    private Socket connect() throws IOException {
        return connect(jar.webSocket());
    }

    private Socket connect(URI address) throws IOException {
        Socket client = new Socket();
        client.setSoTimeout(20_000);
        client.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        clients.add(client);
        return client;
    }

    /** The first line of the answer. */
    private String handshake() throws IOException {
        Socket client = connect();
        client.getOutputStream().write(RawHandshake.REQUEST);
        String answer = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII)).readLine();
        if (!String.valueOf(answer).contains(" 101 ")) {
            client.close();
            clients.remove(client);
        }
        return answer;
    }

    private static void leave(List<Socket> those) throws IOException {
        for (Socket client : those) {
            client.close();
        }
        those.clear();
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(jar.http().resolve(path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private Duration cpu() {
        return ProcessHandle.of(jar.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    /** A selector that spins takes all of a core. */
    private void nothingSpins() throws Exception {
        Duration before = cpu();
        TimeUnit.SECONDS.sleep(4);
        assertThat(cpu().minus(before)).isLessThan(Duration.ofMillis(1_500));
    }

    private void otherPortAnswers() throws Exception {
        assertThat(ask("livez").statusCode()).isEqualTo(200);
        assertThat(ask("health").statusCode()).isEqualTo(200);
    }

    @Test
    void whoComesTooLateIsAnswered503OneLineSaysSoAndOthersPlacesAreTakenAgain() throws Exception {
        int taken = 0;
        for (int i = 0; i < CLIENTS; i++) {
            String answer = handshake();
            taken += answer.equals("HTTP/1.1 101 Switching Protocols") ? 1 : 0;
            assertThat(answer).isIn("HTTP/1.1 101 Switching Protocols", "HTTP/1.1 503 Service Unavailable");
        }
        assertThat(taken).isBetween(DESCRIPTORS / 4, DESCRIPTORS - 64);
        otherPortAnswers();
        assertThat(ask("readyz").statusCode()).isEqualTo(200);
        assertThat(jar.output().lines().filter(line -> line.contains("Raise ulimit -n")))
                .hasSize(1);
        nothingSpins();

        leave(new ArrayList<>(clients.subList(0, 20)));
        await().untilAsserted(() -> assertThat(handshake()).contains(" 101 "));
    }

    @Test
    void socketsThatSayNothingWaitWhenThereIsNoRoomForThemAndTheHealthSaysWhy() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            connect();
        }
        await().untilAsserted(() -> assertThat(ask("health").body()).contains("raise ulimit -n (now 256)"));
        otherPortAnswers();
        assertThat(ask("readyz").statusCode()).isEqualTo(503);
        nothingSpins();
        assertThat(jar.output().lines().filter(line -> line.contains("New connections wait: no file descriptors")))
                .hasSize(1);

        leave(clients);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ask("readyz").statusCode()).isEqualTo(200));
        assertThat(handshake()).contains(" 101 ");
    }

    @Test
    void whenHttpClientsHaveTheLastDescriptorsIdleOnesMakeRoomForWhoAsks() throws Exception {
        jar.close();
        jar = GatewayJar.startWithDescriptors(DESCRIPTORS, "--http-connections=1000");
        for (int i = 0; i < CLIENTS; i++) {
            connect(jar.http());
        }
        await().untilAsserted(() -> assertThat(jar.output()).containsOnlyOnce("New HTTP connections wait: "));
        otherPortAnswers();
        nothingSpins();
        otherPortAnswers();
    }
}
