package io.wsgateway.docs;

// [imports]
import io.wsgateway.DrainConfig;
import io.wsgateway.Gateway;
import io.wsgateway.GatewayConfig;
import io.wsgateway.LimitsConfig;
import io.wsgateway.auth.DevelopmentTokens;
import io.wsgateway.auth.JwtConfig;
import io.wsgateway.auth.JwtVerifier;
import io.wsgateway.broker.rabbit.RabbitConfig;
import io.wsgateway.broker.rabbit.RabbitEventSource;
import io.wsgateway.broker.rabbit.RabbitPublisher;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Principal;
import io.wsgateway.model.Rights;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.Transport;
import io.wsgateway.sync.redis.RedisClusterBus;
import io.wsgateway.sync.redis.RedisConfig;
import io.wsgateway.transport.tyrus.TyrusConfig;
import io.wsgateway.transport.tyrus.TyrusTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
// [/imports]

/** What an embedder does beyond {@link EmbeddingExample}, step by step. */
final class EmbeddingSteps {
    private EmbeddingSteps() {}

    static Gateway configured(Transport transport, byte[] secret) {
        // [config]
        GatewayConfig config = GatewayConfig.defaults()
                .withLimits(LimitsConfig.defaults().withSubscriptions(50))
                .withDrain(DrainConfig.defaults().withTimeout(Duration.ofSeconds(20)));
        Gateway gateway = Gateway.builder()
                .transport(transport)
                .tokenVerifier(JwtVerifier.hs256(secret, JwtConfig.defaults()))
                .config(config)
                .build();
        // [/config]
        return gateway;
    }

    static Gateway oneOfSeveral(
            Transport transport, JwtVerifier verifier, GatewayConfig config, URI redis, String rabbit) {
        // [cluster]
        Gateway gateway = Gateway.builder()
                .transport(transport)
                .tokenVerifier(verifier)
                .clusterBus(new RedisClusterBus(RedisConfig.at(redis, config.nodeId())
                        .withWindow(config.resume().window())
                        .withMaxTokenLife(config.maxTokenLife())))
                .eventSource(new RabbitEventSource(RabbitConfig.of(rabbit, config.nodeId())))
                .config(config)
                .build();
        // [/cluster]
        return gateway;
    }

    static CompletionStage<Void> publishThrough(RabbitPublisher publisher, String guildId, String json) {
        // [rabbit-publish]
        Event message = Event.toGuild(guildId, "message.create", Payload.of(json))
                .withId(UUID.randomUUID().toString());
        CompletionStage<Void> inRabbit = publisher.publish(message, guildId);
        // [/rabbit-publish]
        return inRabbit;
    }

    /** What the Javadoc of {@link Gateway} shows. */
    static void all(int port, byte[] secret) throws IOException {
        // [gateway]
        try (Gateway gateway = Gateway.builder()
                .transport(new TyrusTransport(TyrusConfig.at("127.0.0.1", port)))
                .tokenVerifier(JwtVerifier.hs256(secret, JwtConfig.defaults()))
                .build()) {
            gateway.start();
            gateway.publish(Event.toGuild("general", "message.create", Payload.of("{\"content\":\"Hello!\"}")))
                    .toCompletableFuture()
                    .join();
        }
        // [/gateway]
    }

    static String token(byte[] secret) {
        // [token]
        String token = DevelopmentTokens.sign(secret, "alice", List.of("general"), Instant.now(), Duration.ofHours(1));
        // [/token]
        return token;
    }

    static Principal principal(Instant issued) {
        // [principal]
        Principal alice =
                Principal.of("alice", Rights.to(List.of("general")), issued, issued.plus(Duration.ofHours(1)));
        // [/principal]
        return alice;
    }

    static JwtVerifier jwks() {
        // [jwks]
        JwtVerifier verifier = JwtVerifier.jwks(
                URI.create("https://login.example.com/.well-known/jwks.json"),
                JwtConfig.defaults().withAudience("chat"));
        // [/jwks]
        return verifier;
    }

    static GuildAccess access(Map<String, List<String>> roomsOf) {
        // [access]
        GuildAccess access =
                user -> CompletableFuture.completedFuture(Rights.to(roomsOf.getOrDefault(user.userId(), List.of())));
        // [/access]
        return access;
    }

    static CompletionStage<Void> publish(Gateway gateway) {
        // [publish]
        Event message = Event.toGuild("general", "message.create", Payload.of("{\"content\":\"Hello!\"}"))
                .withId("message-4711-created");
        Event joined = Event.toUsers(Set.of("alice"), "guild.create", Payload.of("{\"guild\":{\"_id\":\"general\"}}"));
        Event typing = Event.toGuild("general", "typing.start", Payload.of("{\"userId\":\"bob\"}"))
                .asEphemeral();
        Event online = Event.toGuilds(
                        Set.of("general", "random"), "presence.update", Payload.of("{\"userId\":\"bob\"}"))
                .exceptUsers(Set.of("bob"));
        CompletionStage<Void> inTheLog = gateway.publish(joined)
                .thenCompose(done -> gateway.publish(message))
                .thenCompose(done -> gateway.publish(typing))
                .thenCompose(done -> gateway.publish(online));
        // [/publish]
        return inTheLog;
    }

    static void stop(Gateway gateway) {
        // [stop]
        gateway.drain().toCompletableFuture().join();
        gateway.close();
        // [/stop]
    }
}
