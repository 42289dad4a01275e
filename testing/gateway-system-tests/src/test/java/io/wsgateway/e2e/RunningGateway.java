package io.wsgateway.e2e;

import io.wsgateway.auth.DevelopmentTokens;
import io.wsgateway.launcher.testkit.GatewayJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The jar as a process with a key and an admin token of its own, and what a test needs to talk to it. */
public final class RunningGateway implements AutoCloseable {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String ADMIN = "admin-token-for-tests";

    /** What makes it take the tokens of {@link #token}. */
    static final List<String> KEYS = List.of(
            "--auth-jwt-secret=" + SECRET, "--admin-token=" + ADMIN, "--ws-host=127.0.0.1", "--http-host=127.0.0.1");

    public final HttpClient http = HttpClient.newHttpClient();
    public final GatewayJar jar;

    RunningGateway(String... arguments) {
        this(List.of(arguments), true);
    }

    /** One that isn't waited for, because it can't be ready yet. */
    static RunningGateway unready(String... arguments) {
        return new RunningGateway(List.of(arguments), false);
    }

    /** One with another key, which isn't waited for. */
    static RunningGateway withSecret(String secret, String... arguments) {
        List<String> all = new ArrayList<>(KEYS);
        all.set(0, "--auth-jwt-secret=" + secret);
        all.addAll(List.of(arguments));
        return new RunningGateway(GatewayJar.begin(all, Map.of()));
    }

    /** One whose heap can be filled, ready. */
    static RunningGateway withBallast(List<String> options, String... arguments) {
        List<String> all = new ArrayList<>(KEYS);
        all.addAll(List.of(arguments));
        return new RunningGateway(GatewayJar.startWithBallast(options, all));
    }

    private RunningGateway(GatewayJar jar) {
        this.jar = jar;
    }

    private RunningGateway(List<String> arguments, boolean ready) {
        List<String> all = new ArrayList<>(KEYS);
        all.addAll(arguments);
        jar = ready ? GatewayJar.start(all) : GatewayJar.begin(all, Map.of());
    }

    public URI webSocket() {
        return jar.webSocket();
    }

    WireClient connect() {
        return WireClient.connect(http, webSocket());
    }

    /** An identified client that is subscribed to these guilds, having a right to them. */
    WireClient member(String user, String... guilds) {
        WireClient client = connect();
        client.ready(token(user, guilds));
        for (String guild : guilds) {
            client.subscribed(guild);
        }
        return client;
    }

    /** The answer to the admin's GET. */
    public HttpResponse<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(jar.http().resolve(path))
                .header("Authorization", "Bearer " + ADMIN)
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Publisher publisher() {
        return new Publisher(http, jar.http(), ADMIN);
    }

    /** Issued now; outlives every test. */
    public static String token(String user, String... guilds) {
        return token(Instant.now(), Duration.ofHours(12), user, guilds);
    }

    /** Issued an hour ago, with so much of its life left: where that is negative it has expired. */
    static String tokenWith(Duration left, String user, String... guilds) {
        Duration age = Duration.ofHours(1);
        return token(Instant.now().minus(age), age.plus(left), user, guilds);
    }

    private static String token(Instant issued, Duration life, String user, String... guilds) {
        return DevelopmentTokens.sign(SECRET.getBytes(StandardCharsets.UTF_8), user, List.of(guilds), issued, life);
    }

    @Override
    public void close() {
        jar.close();
    }
}
