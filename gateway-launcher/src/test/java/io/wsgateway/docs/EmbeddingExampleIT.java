package io.wsgateway.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.wsgateway.Gateway;
import io.wsgateway.GatewayConfig;
import io.wsgateway.GatewayState;
import io.wsgateway.auth.DevelopmentTokens;
import io.wsgateway.auth.JwtConfig;
import io.wsgateway.auth.JwtVerifier;
import io.wsgateway.broker.rabbit.RabbitConfig;
import io.wsgateway.broker.rabbit.RabbitPublisher;
import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.model.Principal;
import io.wsgateway.model.Rights;
import io.wsgateway.spi.TokenVerifier.Verdict;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.InMemoryClient;
import io.wsgateway.testkit.InMemoryTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The embedding examples of the documentation do what their page says. */
class EmbeddingExampleIT {
    private static final byte[] SECRET = "thirty-two bytes, or a few more of them".getBytes(UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void clientGetsWhatTheServicePosts() throws IOException {
        int port = freePort();
        EmbeddingExample chat = EmbeddingExample.start(port, SECRET);
        try (Gateway gateway = chat.gateway()) {
            await().until(() -> gateway.state() == GatewayState.READY);
            Texts texts = new Texts();
            WebSocket client = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port), texts)
                    .join();
            client.sendText(identify("alice", List.of("general")), true).join();
            client.sendText(subscribe("general"), true).join();
            await().untilAsserted(() -> assertThat(texts.all).hasSize(2));
            chat.post("general", "{\"content\":\"Hello!\"}")
                    .toCompletableFuture()
                    .join();
            await().untilAsserted(() -> assertThat(texts.all)
                    .last()
                    .asString()
                    .startsWith(
                            "{\"event\":\"message.create\",\"guildId\":\"general\",\"data\":{\"content\":\"Hello!\"}"));
            client.abort();
        }
    }

    @Test
    void stepsPublishAndStop() throws IOException {
        InMemoryTransport transport = new InMemoryTransport();
        Gateway gateway = EmbeddingSteps.configured(transport, SECRET);
        gateway.start();
        await().until(() -> gateway.state() == GatewayState.READY);
        InMemoryClient client = transport.connect();
        client.send(identify("alice", List.of("general")));
        client.send(subscribe("general"));
        await().untilAsserted(() -> assertThat(client.received()).hasSize(2));
        EmbeddingSteps.publish(gateway).toCompletableFuture().join();
        await().untilAsserted(() -> assertThat(client.received()).hasSize(6));
        EmbeddingSteps.stop(gateway);
        assertThat(gateway.state()).isEqualTo(GatewayState.CLOSED);
        assertThat(transport.connections()).isZero();
    }

    @Test
    void severalInstancesShareWhatComesThroughRabbit() throws IOException {
        String rabbit = RabbitServer.shared().newHost();
        RabbitPublisher publisher = new RabbitPublisher(RabbitConfig.of(rabbit, "service"));
        InMemoryTransport here = new InMemoryTransport();
        InMemoryTransport there = new InMemoryTransport();
        try (RedisServer redis = RedisServer.running();
                Gateway first = oneOfTwo(here, "first", redis, rabbit);
                Gateway second = oneOfTwo(there, "second", redis, rabbit)) {
            first.start();
            second.start();
            publisher.start();
            await().atMost(PATIENCE)
                    .until(() -> first.health().up()
                            && second.health().up()
                            && publisher.health().up());
            List<InMemoryClient> clients = List.of(here.connect(), there.connect());
            clients.forEach(client -> {
                client.send(identify("alice", List.of("general")));
                client.send(subscribe("general"));
                await().untilAsserted(() -> assertThat(client.received()).hasSize(2));
            });
            EmbeddingSteps.publishThrough(publisher, "general", "{\"content\":\"Hello!\"}")
                    .toCompletableFuture()
                    .join();
            clients.forEach(client ->
                    await().untilAsserted(() -> assertThat(client.received()).hasSize(3)));
        } finally {
            publisher.close();
        }
    }

    private static Gateway oneOfTwo(InMemoryTransport transport, String node, RedisServer redis, String rabbit) {
        return EmbeddingSteps.oneOfSeveral(
                transport,
                JwtVerifier.hs256(SECRET, JwtConfig.defaults()),
                GatewayConfig.defaults().withNodeId(node),
                redis.uri(),
                rabbit);
    }

    @Test
    void accessComesFromTheHost() {
        Principal alice = Principal.of("alice", Rights.NONE, Instant.EPOCH, Instant.MAX);
        Rights rights = EmbeddingSteps.access(Map.of("alice", List.of("general")))
                .rightsOf(alice)
                .toCompletableFuture()
                .join();
        assertThat(rights.guilds()).containsExactly("general");
    }

    @Test
    void theJavadocsGatewayStartsAndStops() {
        assertThatCode(() -> EmbeddingSteps.all(freePort(), SECRET)).doesNotThrowAnyException();
    }

    @Test
    void aDevelopmentTokenIsAccepted() {
        try (JwtVerifier verifier = JwtVerifier.hs256(SECRET, JwtConfig.defaults())) {
            Verdict verdict = verifier.verify(EmbeddingSteps.token(SECRET))
                    .toCompletableFuture()
                    .join();
            assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
            Principal user = ((Verdict.Accepted) verdict).user();
            Principal shown = EmbeddingSteps.principal(user.issuedAt());
            assertThat(user.userId()).isEqualTo(shown.userId());
            assertThat(user.claimed()).isEqualTo(shown.claimed());
            assertThat(user.expiresAt()).isEqualTo(shown.expiresAt());
        }
    }

    @Test
    void keySetOfAnIdentityProviderIsAccepted() {
        try (JwtVerifier verifier = EmbeddingSteps.jwks()) {
            assertThat(verifier).hasToString("JwtVerifier[https://login.example.com/.well-known/jwks.json]");
        }
    }

    private static String identify(String user, List<String> guilds) {
        String token = DevelopmentTokens.sign(SECRET, user, guilds, Instant.now(), Duration.ofHours(1));
        return "{\"op\":\"IDENTIFY\",\"data\":{\"token\":\"" + token + "\"}}";
    }

    private static String subscribe(String guild) {
        return "{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"" + guild + "\"},\"id\":1}";
    }

    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // The next one may be free.
            }
        }
    }

    /** Keeps whole text messages. */
    private static final class Texts implements WebSocket.Listener {
        private final List<String> all = new CopyOnWriteArrayList<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                all.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
