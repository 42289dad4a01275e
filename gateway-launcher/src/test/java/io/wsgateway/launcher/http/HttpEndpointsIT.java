package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wsgateway.GatewayState;
import io.wsgateway.launcher.testkit.RawHttp;
import io.wsgateway.model.Audience;
import io.wsgateway.spi.Health;
import io.wsgateway.testkit.FreePort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointsIT {
    private static final String TOKEN = "an-admin-token";
    private static final String EVENT = "{\"event\":\"a.b\",\"guildId\":\"g\",\"data\":{\"n\":1},\"id\":\"e1\"}";

    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(3));

    private final FakeGateway gateway = new FakeGateway();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private int port;
    private HttpEndpoints endpoints;

    @BeforeEach
    void startInProduction() throws IOException {
        start(Optional.of(TOKEN), Optional.empty());
    }

    private void startInDevelopment() throws IOException {
        endpoints.close();
        start(
                Optional.empty(),
                Optional.of(new Demo(() -> "ws://127.0.0.1:3005/", "t.o.k", "alice", List.of("a", "b"))));
    }

    private void start(Optional<String> adminToken, Optional<Demo> demo) throws IOException {
        port = FreePort.next();
        endpoints = new HttpEndpoints("127.0.0.1", port, gateway, adminToken, demo, PATIENCE);
        endpoints.start();
    }

    @AfterEach
    void stop() {
        endpoints.close();
    }

    @Test
    void healthIsTheDocumentedLine() throws Exception {
        HttpResponse<String> response = get("/health");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .isEqualTo("{\"status\":\"ok\",\"service\":\"websocket-gateway\",\"connections\":42,\"guilds\":10}");
    }

    @Test
    void degradedHealthNamesThePartAndStays200() throws Exception {
        gateway.components = Map.of("transport", Health.UP, "verifier", Health.down("no \"keys\""));

        HttpResponse<String> response = get("/health");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(
                        "{\"status\":\"degraded\",\"service\":\"websocket-gateway\",\"connections\":42,\"guilds\":10,"
                                + "\"components\":{\"gateway\":\"ok\",\"transport\":\"ok\",\"verifier\":\"no \\\"keys\\\"\"}}");
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "NEW, degraded, 503, starting",
        "STARTING, degraded, 503, starting",
        "READY, ok, 200, ready",
        "DRAINING, draining, 503, draining",
        "CLOSED, draining, 503, draining"
    })
    void eachStateIsShown(GatewayState state, String health, int status, String ready) throws Exception {
        gateway.state = state;

        assertThat(get("/health").body()).startsWith("{\"status\":\"" + health + "\",");
        assertThat(get("/readyz").statusCode()).isEqualTo(status);
        assertThat(get("/readyz").body()).contains("\"" + ready + "\"");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void aMissingBusMakesTheInstanceUnready() throws Exception {
        gateway.components = Map.of("transport", Health.UP, "bus", Health.down("no log"));

        assertThat(get("/readyz").body()).isEqualTo("{\"status\":\"unready\",\"reason\":\"bus: no log\"}");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
    }

    @Test
    void headAnswersAsGetWithoutTheBody() throws Exception {
        HttpResponse<String> head = send(request("/health").method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .contains(Integer.toString(get("/health").body().length()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /health | GET, HEAD",
                "DELETE | /swagger | GET, HEAD",
                "TRACE | /health | GET, HEAD",
                "OPTIONS | /api/v1/events | POST",
                "GET | /api/v1/events | POST"
            })
    void otherMethodsAreToldWhichOnesThereAre(String method, String path, String allow) throws Exception {
        HttpResponse<String> response = send(request(path).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains(allow);
        assertThat(response.body()).isEqualTo("{\"error\":\"Use " + allow + " here.\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/health/",
                "/swagger/../openapi.yaml",
                "/swagger/index.html",
                "/demo",
                "/demo/config.json",
                "/api"
            })
    void whatIsNotThereIs404(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).startsWith("{\"error\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/nothing", "/swagger", "/openapi.yaml"})
    void everyAnswerHasSecurityHeadersAndNamesNoServer(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.headers().map())
                .containsKeys("x-content-type-options", "x-frame-options", "referrer-policy", "content-security-policy")
                .doesNotContainKeys("server", "set-cookie", "x-powered-by");
    }

    @Test
    void swaggerIsServedFromTheJarWithoutInlineScripts() throws Exception {
        HttpResponse<String> page = get("/swagger");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("http://", "https://").doesNotContainPattern("<script>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'")
                .doesNotContain("script-src 'self' 'unsafe");
        assertThat(get("/swagger/swagger-ui-bundle.js").body()).contains("SwaggerUIBundle");
        assertThat(get("/swagger/swagger-ui.css").body()).contains(".swagger-ui");
        assertThat(get("/swagger/start.js").body()).contains("openapi.yaml");
        assertThat(get("/openapi.yaml").body()).startsWith("openapi: 3.1.0");
        assertThat(get("/swagger/").headers().firstValue("Location")).contains("../swagger");
    }

    @Test
    void anEventIsPublishedAndItsIdAnswered() throws Exception {
        HttpResponse<String> response = publish(EVENT);

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo("{\"id\":\"e1\"}");
        assertThat(gateway.published).singleElement().satisfies(event -> {
            assertThat(event.id()).isEqualTo("e1");
            assertThat(event.name()).isEqualTo("a.b");
            assertThat(event.audience()).isEqualTo(new Audience.Guilds(Set.of("g"), Set.of()));
            assertThat(event.data()).hasToString("{\"n\":1}");
        });
    }

    @Test
    void anEventWithoutAnIdGetsOne() throws Exception {
        HttpResponse<String> response = publish(EVENT.replace(",\"id\":\"e1\"", ""));

        String id = gateway.published.get(0).id();
        assertThat(id).hasSizeGreaterThan(20);
        assertThat(response.body()).isEqualTo("{\"id\":\"" + id + "\"}");
    }

    @Test
    void aTraceIsPassedOn() throws Exception {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        send(post(EVENT).header("traceparent", trace));

        assertThat(gateway.published.get(0).traceparent()).isEqualTo(trace);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no",
                "[]",
                "{}",
                "{\"event\":\"a\",\"data\":{}}",
                "{\"event\":\"a\",\"guildId\":\"g\",\"data\":1}"
            })
    void poisonIs400AndSaysWhy(String body) throws Exception {
        HttpResponse<String> response = publish(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("{\"error\":\"").hasSizeGreaterThan(20);
        assertThat(gateway.published).isEmpty();
    }

    @Test
    void withoutTheAdminTokenNothingIsPublished() throws Exception {
        HttpResponse<String> without = send(request("/api/v1/events")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(EVENT)));
        HttpResponse<String> wrong = send(post(EVENT).setHeader("Authorization", "Bearer " + TOKEN + "x"));
        HttpResponse<String> basic = send(post(EVENT).setHeader("Authorization", "Basic " + TOKEN));

        assertThat(List.of(without, wrong, basic)).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Bearer");
            assertThat(response.body()).doesNotContain(TOKEN);
        });
        assertThat(gateway.published).isEmpty();
    }

    @Test
    void theSchemesNameIsReadInAnyCase() throws Exception {
        assertThat(send(post(EVENT).setHeader("Authorization", "bearer " + TOKEN))
                        .statusCode())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/jsonp",
                "application/json; charset=latin1"
            })
    void anotherContentTypeIs415(String type) throws Exception {
        assertThat(send(post(EVENT).setHeader("Content-Type", type)).statusCode())
                .isEqualTo(415);
        assertThat(send(post(EVENT).setHeader("Content-Type", "application/json; charset=UTF-8"))
                        .statusCode())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyOfMoreThan64KiBIs413(boolean lengthStated) throws Exception {
        byte[] body = ("{\"event\":\"a\",\"everyone\":true,\"data\":{\"a\":\"" + "x".repeat(64 << 10) + "\"}}")
                .getBytes(UTF_8);

        HttpResponse<String> response = send(post("").POST(
                        lengthStated
                                ? BodyPublishers.ofByteArray(body)
                                : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("65536");
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyOfUpTo64KiBIsTakenInPieces() throws Exception {
        String event = "{\"event\":\"a\",\"everyone\":true,\"data\":{\"a\":\"" + "x".repeat(60_000) + "\"}}";

        HttpResponse<String> response = send(
                post("").POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(event.getBytes(UTF_8)))));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(gateway.published.get(0).data().length()).isEqualTo(60_008);
    }

    @Test
    void whatTheLogCannotConfirmIs503WithTheIdToRepeat() throws Exception {
        gateway.log = event -> failedFuture(new IOException("the log is away"));

        HttpResponse<String> response = publish(EVENT);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).contains("\"id\":\"e1\"").doesNotContain("IOException", "away");
    }

    @Test
    void whatTheGatewayRefusesIs400() throws Exception {
        gateway.log = event -> {
            throw new IllegalArgumentException("Too long.");
        };

        assertThat(publish(EVENT).body()).isEqualTo("{\"error\":\"Too long.\"}");
        assertThat(publish(EVENT).statusCode()).isEqualTo(400);
    }

    @Test
    void aFaultIs500WithoutItsDetails() throws Exception {
        gateway.log = event -> {
            throw new IllegalStateException("secret detail");
        };

        HttpResponse<String> response = publish(EVENT);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).startsWith("{\"error\":").doesNotContain("secret", "Exception");
    }

    @Test
    void aStalledLogHoldsUpNobodyElse() throws Exception {
        gateway.log = event -> new CompletableFuture<>();
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            waiting.add(client.sendAsync(post(EVENT).build(), BodyHandlers.ofString()));
        }

        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(waiting.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .allMatch(status -> status == 503);
        assertThat(gateway.published).hasSize(256);
    }

    @Test
    void everyOneOfManyEventsIsAnswered() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            boolean inPieces = i % 2 == 0;
            String event = EVENT.replace("e1", "e" + i);
            answers.add(client.sendAsync(
                    post("").POST(
                                    inPieces
                                            ? BodyPublishers.ofInputStream(
                                                    () -> new ByteArrayInputStream(event.getBytes(UTF_8)))
                                            : BodyPublishers.ofString(event))
                            .build(),
                    BodyHandlers.ofString()));
            if (i >= 32) {
                answers.get(i - 32).join();
            }
        }

        assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .allMatch(status -> status == 202);
        assertThat(gateway.published.stream().map(event -> event.id()))
                .doesNotHaveDuplicates()
                .hasSize(4_000);
    }

    @Test
    void beforeTheGatewayRunsEventsAreNotTaken() throws Exception {
        gateway.state = GatewayState.NEW;

        assertThat(publish(EVENT).statusCode()).isEqualTo(503);
    }

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
                    .endsWith(same.substring(same.length() - 100));
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
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
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

    @ParameterizedTest
    @ValueSource(strings = {"NONSENSE\r\n\r\n", "GET /health HTTP/9.9\r\nHost: a\r\n\r\n"})
    void malformedRequestsAreRefusedWithoutAStackTrace(String request) throws Exception {
        try (RawHttp connection = new RawHttp(port).send(request)) {
            assertThat(connection.readToEnd()).doesNotContain("Exception", "grizzly", "Grizzly", "at org.");
        }
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void aHeadOfMoreThan16KiBIsRefused() throws Exception {
        try (RawHttp connection =
                new RawHttp(port).send("GET /health HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(17 << 10) + "\r\n\r\n")) {
            assertThat(connection.readToEnd())
                    .startsWith("HTTP/1.1 4")
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

    @Test
    void developmentModeNeedsNoTokenFromThisMachine() throws Exception {
        startInDevelopment();

        assertThat(publish(EVENT).statusCode()).isEqualTo(202);
        assertThat(get("/demo").body()).contains("<html");
        assertThat(get("/demo").headers().firstValue("Content-Security-Policy").orElseThrow())
                .containsPattern("script-src 'sha256-[A-Za-z0-9+/=]{44}'");
        assertThat(get("/demo/config.json").body())
                .isEqualTo("{\"webSocketUrl\":\"ws://127.0.0.1:3005/\",\"publishUrl\":\"/api/v1/events\","
                        + "\"token\":\"t.o.k\",\"userId\":\"alice\",\"guilds\":[\"a\",\"b\"]}");
        assertThat(get("/").body()).contains("href=\"demo\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:3006",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "192.0.2.1"
            })
    void developmentModeAnswersOnlyToNamesOfThisMachine(String host) throws Exception {
        startInDevelopment();

        for (String head : List.of("GET /demo/config.json", "GET /demo", "POST /api/v1/events")) {
            try (RawHttp connection = new RawHttp(port)
                    .send(head + " HTTP/1.1\r\nHost: " + host
                            + "\r\nContent-Type: application/json\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")) {
                assertThat(connection.readToEnd()).startsWith("HTTP/1.1 403 ").doesNotContain("t.o.k");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost:8080", "http://127.0.0.1"})
    void developmentModeTakesNothingFromOtherPages(String origin) throws Exception {
        startInDevelopment();

        assertThat(send(post(EVENT).header("Origin", origin)).statusCode()).isEqualTo(403);
        assertThat(send(post(EVENT).header("Origin", "http://127.0.0.1:" + port))
                        .statusCode())
                .isEqualTo(202);
        assertThat(gateway.published).hasSize(1);
    }

    @Test
    void withATokenDevelopmentModeAsksForIt() throws Exception {
        endpoints.close();
        start(Optional.of(TOKEN), Optional.of(new Demo(() -> "ws://a/", "t.o.k", "alice", List.of())));

        assertThat(send(post(EVENT).setHeader("Authorization", "none")).statusCode())
                .isEqualTo(401);
        assertThat(publish(EVENT).statusCode()).isEqualTo(202);
    }

    @Test
    void aPortThatIsTakenFailsTheStartAndLeavesNoThreads() throws Exception {
        HttpEndpoints second = new HttpEndpoints("127.0.0.1", port, gateway, Optional.empty(), Optional.empty());

        assertThatExceptionOfType(IOException.class).isThrownBy(second::start);
        second.close();
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpResponse<String> publish(String body) throws IOException, InterruptedException {
        return send(post(body));
    }

    private HttpRequest.Builder post(String body) {
        return request("/api/v1/events")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
