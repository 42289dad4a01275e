package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.auth.DevelopmentTokens;
import io.wsgateway.launcher.testkit.GatewayJar;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the process does at signals. */
class SignalsIT {
    private static final String OLD = "old-0123456789abcdef0123456789abcdef";
    private static final String NEW = "new-0123456789abcdef0123456789abcdef";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void theSecondSignalSaysWhatIsAwaitedAndTheThirdEndsTheProcess() {
        try (GatewayJar jar = GatewayJar.startWithSignals(List.of("--drain-delay=60s"), Map.of())) {
            jar.signal("TERM");
            jar.awaitOutput("Draining");
            jar.signal("TERM");
            jar.awaitOutput("Stopping already, and waiting for the drain; identified connections: 0.");
            assertThat(jar.isAlive()).isTrue();

            jar.signal("INT");
            assertThat(jar.awaitExit()).isEqualTo(70);
            assertThat(jar.output()).contains("Ended by a third signal");
        }
    }

    @Test
    void hangUpTakesNewSecretsOverAndTheProcessGoesOn() throws Exception {
        Path key = write("key", OLD);
        Path token = write("token", "old-admin-token-");
        try (GatewayJar jar = GatewayJar.startWithSignals(List.of(), environment(key, token))) {
            write("key", NEW);
            write("token", "new-admin-token-");
            refused(jar, NEW);

            jar.signal("HUP");
            jar.awaitOutput("New from now on: auth.jwt.secret, admin.token");

            accepted(jar, NEW);
            refused(jar, OLD);
            assertThat(post(jar, "new-admin-token-")).isEqualTo(202);
            assertThat(post(jar, "old-admin-token-")).isEqualTo(401);
            assertThat(jar.output()).doesNotContain(NEW, OLD, "old-admin", "new-admin");
        }
    }

    @Test
    void hangUpWithASecretThatCannotBeUsedChangesNothing() throws Exception {
        Path key = write("key", OLD);
        Path token = write("token", "old-admin-token-");
        try (GatewayJar jar = GatewayJar.startWithSignals(List.of(), environment(key, token))) {
            write("key", "short");

            jar.signal("HUP");
            jar.awaitOutput("auth.jwt.secret is too short: 5 bytes");

            accepted(jar, OLD);
        }
    }

    private static void accepted(GatewayJar jar, String key) {
        try (WireClient client = WireClient.connect(HTTP, jar.webSocket())) {
            client.ready(token(key));
        }
    }

    private static void refused(GatewayJar jar, String key) {
        try (WireClient client = WireClient.connect(HTTP, jar.webSocket())) {
            client.identify(token(key));
            assertThat(client.awaitClose()).isEqualTo(4004);
        }
    }

    private static String token(String key) {
        return DevelopmentTokens.sign(
                key.getBytes(StandardCharsets.UTF_8), "alice", List.of("general"), Instant.now(), Duration.ofHours(1));
    }

    private static int post(GatewayJar jar, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(jar.http().resolve("api/v1/events"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"event\":\"message.create\",\"guildId\":\"general\",\"data\":{}}"))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static Map<String, String> environment(Path key, Path token) {
        return Map.of("GATEWAY_AUTH_JWT_SECRET_FILE", key.toString(), "GATEWAY_ADMIN_TOKEN_FILE", token.toString());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
