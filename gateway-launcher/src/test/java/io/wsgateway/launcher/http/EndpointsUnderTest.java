package io.wsgateway.launcher.http;

import io.wsgateway.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The HTTP endpoints on a port of their own, in front of a {@link FakeGateway}. */
abstract class EndpointsUnderTest {
    static final String TOKEN = "an-admin-token";
    static final String EVENT = "{\"event\":\"a.b\",\"guildId\":\"g\",\"data\":{\"n\":1},\"id\":\"e1\"}";

    static final HttpTimeouts PATIENCE = new HttpTimeouts(
            Duration.ofSeconds(6),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2));
    static final int CONNECTIONS = 1_000;

    final FakeGateway gateway = new FakeGateway();
    final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    int port;
    HttpEndpoints endpoints;

    @BeforeEach
    void startInProduction() throws IOException {
        start(Optional.of(TOKEN), Optional.empty());
    }

    final void startInDevelopment() throws IOException {
        endpoints.close();
        start(
                Optional.empty(),
                Optional.of(new Demo(() -> "ws://127.0.0.1:3005/", "t.o.k", "alice", List.of("a", "b"))));
    }

    final void start(Optional<String> adminToken, Optional<Demo> demo) throws IOException {
        start(CONNECTIONS, adminToken, demo);
    }

    final void start(int connections, Optional<String> adminToken, Optional<Demo> demo) throws IOException {
        port = FreePort.next();
        HttpConfig config = new HttpConfig("127.0.0.1", port, connections);
        endpoints = new HttpEndpoints(config, gateway, adminToken.map(AdminToken::new), demo, PATIENCE);
        endpoints.start();
    }

    @AfterEach
    void stop() {
        endpoints.close();
    }

    final HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    final HttpResponse<String> publish(String body) throws IOException, InterruptedException {
        return send(post(body));
    }

    final HttpRequest.Builder post(String body) {
        return request("/api/v1/events")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.ofString(body));
    }

    final HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(30));
    }

    final HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
