package io.wsgateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.auth.DevelopmentTokens;
import io.wsgateway.launcher.testkit.GatewayJar;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What tokens and events say about who and what, at the edges of a gateway of its own process. */
class IdentityIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String ADMIN = "abcdefghijklmnopqrstuvwx";
    private static final Pattern REFUSED = Pattern.compile("Tokens refused since the last such line: (\\d+);");

    private final HttpClient http = HttpClient.newHttpClient();
    private final GatewayJar jar = GatewayJar.start(
            List.of("--limits-message-bytes=64KiB"),
            Map.of("GATEWAY_AUTH_JWT_SECRET", SECRET, "GATEWAY_ADMIN_TOKEN", ADMIN));

    @AfterEach
    void stop() {
        jar.close();
    }

    @Test
    void aTokenWithManyGuildsIsAsGoodAsItsMessageIsLong() {
        List<String> guilds = IntStream.range(0, 600)
                .mapToObj(i -> "507f1f77bcf86cd79943" + (1000 + i))
                .toList();
        String token = token("alice", guilds);
        assertThat(token).hasSizeGreaterThan(20_000);
        try (WireClient client = connect()) {
            assertThat(client.ready(token).get("data").get("guilds")).hasSize(600);
        }
    }

    @Test
    void anIdOf64FacesIsAUserAndAGuildAtEveryEdge() {
        String faces = "😀".repeat(64);
        try (WireClient client = connect()) {
            assertThat(client.ready(token(faces, List.of(faces)))
                            .get("data")
                            .get("userId")
                            .asText())
                    .isEqualTo(faces);
            client.subscribe(faces, "1");
            client.awaitOp("GUILD_SUBSCRIBED");
            publisher().publish("{\"event\":\"x.guild\",\"guildId\":\"" + faces + "\",\"data\":{}}");
            client.awaitEvent("x.guild");
            publisher().publish("{\"event\":\"x.user\",\"userIds\":[\"" + faces + "\"],\"data\":{}}");
            client.awaitEvent("x.user");
        }
    }

    @Test
    void numbersOfRefusedTokensAddUp() {
        List<WireClient> clients = Stream.generate(this::connect).limit(24).toList();
        clients.forEach(client -> client.identify("a.b.c"));
        clients.forEach(client -> assertThat(client.awaitClose()).isEqualTo(4004));
        jar.terminate().awaitExit();
        long told = REFUSED.matcher(jar.output())
                .results()
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
        assertThat(told).isEqualTo(24);
        assertThat(REFUSED.matcher(jar.output()).results()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void nobodyWritesLinesOfTheLogThroughANameOrAnId() {
        String forged = "\\n2026-01-01T00:00:00.000Z INFO  Gateway: forged\\u2028\\u202e";
        for (int n = 0; n < 2; n++) {
            publisher()
                    .publish("{\"event\":\"x" + forged + "\",\"guildId\":\"g\",\"id\":\"1" + forged
                            + "\",\"data\":{\"n\":" + n + "}}");
        }
        jar.awaitOutput("forged");
        assertThat(jar.output().lines())
                .filteredOn(line -> line.contains("forged"))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("Skipped", "\\u000a2026", "\\u2028\\u202e"));
    }

    private WireClient connect() {
        return WireClient.connect(http, jar.webSocket());
    }

    private Publisher publisher() {
        return new Publisher(http, jar.http(), ADMIN);
    }

    private static String token(String user, List<String> guilds) {
        return DevelopmentTokens.sign(SECRET.getBytes(UTF_8), user, guilds, Instant.now(), Duration.ofHours(1));
    }
}
