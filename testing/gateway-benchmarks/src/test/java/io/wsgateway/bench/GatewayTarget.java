package io.wsgateway.bench;

import io.wsgateway.Gateway;
import io.wsgateway.GatewayBuilder;
import io.wsgateway.GatewayConfig;
import io.wsgateway.ResumeConfig;
import io.wsgateway.auth.JwtConfig;
import io.wsgateway.auth.JwtVerifier;
import io.wsgateway.crowd.EventText;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.sync.redis.RedisClusterBus;
import io.wsgateway.sync.redis.RedisConfig;
import io.wsgateway.transport.tyrus.TyrusConfig;
import io.wsgateway.transport.tyrus.TyrusTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as users embed it: its defaults, JSON Web Tokens, the in-process log; or the log in the Redis that the property
 * {@code bench.redis} names.
 */
final class GatewayTarget implements Target {
    /** Events on their way into Redis: a round trip each would be a round trip at a time. */
    private static final int UNDER_WAY = 512;

    private final Gateway gateway;
    private final boolean shared;
    private final Semaphore underWay = new Semaphore(UNDER_WAY);
    private volatile @Nullable Throwable failure;
    private final int port;

    GatewayTarget() throws IOException {
        TyrusTransport transport = new TyrusTransport(TyrusConfig.at("127.0.0.1", 0));
        GatewayBuilder parts = Gateway.builder()
                .transport(transport)
                .tokenVerifier(JwtVerifier.hs256(Login.SECRET, JwtConfig.defaults()));
        String redis = System.getProperty("bench.redis");
        shared = redis != null;
        if (redis != null) {
            // The scenario's clients only listen, its rounds resume from where the first one began, and what takes too
            // long is to be measured, not cut off.
            Duration longer = Duration.ofMinutes(10);
            GatewayConfig config = GatewayConfig.defaults();
            parts.clusterBus(new RedisClusterBus(
                            RedisConfig.at(URI.create(redis), "bench").withWindow(longer)))
                    .config(config.withHeartbeat(
                                    config.heartbeat().withTimeout(longer).withIdentify(longer))
                            .withResume(new ResumeConfig(longer, config.resume().bytes())));
        }
        gateway = parts.build();
        gateway.start();
        port = transport.address().orElseThrow().getPort();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int open() {
        return gateway.stats().connections();
    }

    @Override
    public void publish(int guild, long number, byte[] data) throws IOException {
        String guildId = EventText.guildId(guild);
        Event event = Event.toGuild(guildId, EventText.NAME, Payload.of(data)).withId(guildId + "-" + number);
        CompletableFuture<Void> published = gateway.publish(event).toCompletableFuture();
        if (!shared) {
            published.join();
            return;
        }
        underWay.acquireUninterruptibly();
        published.whenComplete((done, failed) -> {
            failure = failed == null ? failure : failed;
            underWay.release();
        });
        if (failure != null) {
            throw new IOException("An event could not be published", failure);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
