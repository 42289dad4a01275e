package io.wsgateway.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.DrainConfig;
import io.wsgateway.GatewayConfig;
import io.wsgateway.HeartbeatConfig;
import io.wsgateway.LimitsConfig;
import io.wsgateway.ResumeConfig;
import io.wsgateway.auth.JwtConfig;
import io.wsgateway.auth.JwtVerifier;
import io.wsgateway.broker.rabbit.RabbitConfig;
import io.wsgateway.launcher.http.HttpConfig;
import io.wsgateway.launcher.settings.Catalogue;
import io.wsgateway.launcher.settings.Settings;
import io.wsgateway.sync.redis.RedisConfig;
import io.wsgateway.transport.tyrus.TyrusConfig;
import java.util.Optional;

/** Settings as the parts take them. */
final class Configuration {
    private Configuration() {}

    static GatewayConfig gateway(Settings settings) {
        return GatewayConfig.defaults()
                .withNodeId(settings.value(Catalogue.NODE_ID))
                .withMaxTokenLife(settings.value(Catalogue.JWT_MAX_LIFE))
                .withScope(settings.value(Catalogue.SUBSCRIPTIONS_SCOPE))
                .withHeartbeat(new HeartbeatConfig(
                        settings.value(Catalogue.HEARTBEAT_INTERVAL),
                        settings.value(Catalogue.HEARTBEAT_TIMEOUT),
                        settings.value(Catalogue.IDENTIFY_TIMEOUT)))
                .withLimits(new LimitsConfig(
                        settings.value(Catalogue.MESSAGE_BYTES),
                        settings.value(Catalogue.SUBSCRIPTIONS),
                        settings.value(Catalogue.CONNECTIONS_PER_USER),
                        settings.value(Catalogue.QUEUE_BYTES),
                        settings.value(Catalogue.QUEUE_STALL)))
                .withResume(new ResumeConfig(
                        settings.value(Catalogue.RESUME_WINDOW), settings.value(Catalogue.RESUME_BYTES)))
                .withDrain(new DrainConfig(
                        settings.value(Catalogue.DRAIN_DELAY),
                        settings.value(Catalogue.DRAIN_TIMEOUT),
                        settings.value(Catalogue.DRAIN_RATE)));
    }

    static TyrusConfig transport(Settings settings) {
        return TyrusConfig.at(settings.value(Catalogue.WS_HOST), settings.value(Catalogue.WS_PORT))
                .withPath(settings.value(Catalogue.WS_PATH))
                .withSubprotocols(settings.value(Catalogue.WS_SUBPROTOCOLS))
                .withHeaderBytes(settings.value(Catalogue.HEADER_BYTES))
                .withConnections(settings.value(Catalogue.CONNECTIONS));
    }

    static HttpConfig http(Settings settings) {
        return new HttpConfig(
                settings.value(Catalogue.HTTP_HOST),
                settings.value(Catalogue.HTTP_PORT),
                settings.value(Catalogue.HTTP_CONNECTIONS));
    }

    static Optional<RedisConfig> redis(Settings settings) {
        return settings.find(Catalogue.REDIS_URI)
                .map(uri -> RedisConfig.at(uri, settings.value(Catalogue.NODE_ID))
                        .withWindow(settings.value(Catalogue.RESUME_WINDOW))
                        .withMaxTokenLife(settings.value(Catalogue.JWT_MAX_LIFE)));
    }

    static Optional<RabbitConfig> rabbit(Settings settings) {
        return settings.find(Catalogue.RABBIT_URI).map(uri -> RabbitConfig.of(uri, settings.value(Catalogue.NODE_ID)));
    }

    /** @param developmentKey used where the settings name neither a secret nor a key server */
    static JwtVerifier verifier(Settings settings, byte[] developmentKey) {
        JwtConfig config = JwtConfig.defaults()
                .withIssuer(settings.find(Catalogue.JWT_ISSUER).orElse(null))
                .withAudience(settings.find(Catalogue.JWT_AUDIENCE).orElse(null))
                .withUserClaim(settings.value(Catalogue.JWT_USER_CLAIM))
                .withGuildsClaim(settings.value(Catalogue.JWT_GUILDS_CLAIM))
                .withMaxLife(settings.value(Catalogue.JWT_MAX_LIFE));
        if (settings.developmentMode()) {
            return JwtVerifier.hs256(developmentKey, config);
        }
        return settings.find(Catalogue.JWKS_URI)
                .map(uri -> JwtVerifier.jwks(uri, config))
                .orElseGet(() ->
                        JwtVerifier.hs256(settings.value(Catalogue.JWT_SECRET).getBytes(UTF_8), config));
    }
}
