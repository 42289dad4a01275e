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
import io.wsgateway.launcher.settings.SettingDefinitions;
import io.wsgateway.launcher.settings.Settings;
import io.wsgateway.sync.redis.RedisConfig;
import io.wsgateway.transport.tyrus.AdmissionConfig;
import io.wsgateway.transport.tyrus.ProxyConfig;
import io.wsgateway.transport.tyrus.TyrusConfig;
import java.util.Optional;

/** Settings as the parts take them. */
final class Configuration {
    private Configuration() {}

    static GatewayConfig gateway(Settings settings) {
        return GatewayConfig.defaults()
                .withNodeId(settings.value(SettingDefinitions.NODE_ID))
                .withMaxTokenLife(settings.value(SettingDefinitions.JWT_MAX_LIFE))
                .withScope(settings.value(SettingDefinitions.SUBSCRIPTIONS_SCOPE))
                .withHeartbeat(new HeartbeatConfig(
                        settings.value(SettingDefinitions.HEARTBEAT_INTERVAL),
                        settings.value(SettingDefinitions.HEARTBEAT_TIMEOUT),
                        settings.value(SettingDefinitions.IDENTIFY_TIMEOUT)))
                .withLimits(new LimitsConfig(
                        settings.value(SettingDefinitions.MESSAGE_BYTES),
                        settings.value(SettingDefinitions.MESSAGES_PER_MINUTE),
                        settings.value(SettingDefinitions.SUBSCRIPTIONS),
                        settings.value(SettingDefinitions.CONNECTIONS_PER_USER),
                        settings.value(SettingDefinitions.QUEUE_BYTES),
                        settings.value(SettingDefinitions.QUEUE_STALL)))
                .withResume(new ResumeConfig(
                        settings.value(SettingDefinitions.RESUME_WINDOW),
                        settings.value(SettingDefinitions.RESUME_BYTES)))
                .withDrain(new DrainConfig(
                        settings.value(SettingDefinitions.DRAIN_DELAY),
                        settings.value(SettingDefinitions.DRAIN_TIMEOUT),
                        settings.value(SettingDefinitions.DRAIN_RATE)));
    }

    static TyrusConfig transport(Settings settings) {
        return TyrusConfig.at(settings.value(SettingDefinitions.WS_HOST), settings.value(SettingDefinitions.WS_PORT))
                .withPath(settings.value(SettingDefinitions.WS_PATH))
                .withSubprotocols(settings.value(SettingDefinitions.WS_SUBPROTOCOLS))
                .withHeaderBytes(settings.value(SettingDefinitions.HEADER_BYTES))
                .withAdmission(admission(settings))
                .withProxies(new ProxyConfig(
                        settings.value(SettingDefinitions.WS_TRUSTED_PROXIES),
                        settings.value(SettingDefinitions.WS_PROXY_PROTOCOL)));
    }

    private static AdmissionConfig admission(Settings settings) {
        return new AdmissionConfig(
                settings.value(SettingDefinitions.WS_ORIGINS),
                settings.value(SettingDefinitions.CONNECTIONS),
                settings.value(SettingDefinitions.CONNECTIONS_PER_ADDRESS),
                settings.value(SettingDefinitions.HANDSHAKES_PER_SECOND));
    }

    static HttpConfig http(Settings settings) {
        return new HttpConfig(
                settings.value(SettingDefinitions.HTTP_HOST),
                settings.value(SettingDefinitions.HTTP_PORT),
                settings.value(SettingDefinitions.HTTP_CONNECTIONS));
    }

    static Optional<RedisConfig> redis(Settings settings) {
        return settings.find(SettingDefinitions.REDIS_URI)
                .map(uri -> RedisConfig.at(uri, settings.value(SettingDefinitions.NODE_ID))
                        .withWindow(settings.value(SettingDefinitions.RESUME_WINDOW))
                        .withMaxTokenLife(settings.value(SettingDefinitions.JWT_MAX_LIFE)));
    }

    static Optional<RabbitConfig> rabbit(Settings settings) {
        return settings.find(SettingDefinitions.RABBIT_URI)
                .map(uri -> RabbitConfig.of(uri, settings.value(SettingDefinitions.NODE_ID)));
    }

    /** @param developmentKey used where the settings name neither a secret nor a key server */
    static JwtVerifier verifier(Settings settings, byte[] developmentKey) {
        JwtConfig config = JwtConfig.defaults()
                .withIssuer(settings.find(SettingDefinitions.JWT_ISSUER).orElse(null))
                .withAudience(settings.find(SettingDefinitions.JWT_AUDIENCE).orElse(null))
                .withUserClaim(settings.value(SettingDefinitions.JWT_USER_CLAIM))
                .withGuildsClaim(settings.value(SettingDefinitions.JWT_GUILDS_CLAIM))
                .withMaxLife(settings.value(SettingDefinitions.JWT_MAX_LIFE));
        if (settings.developmentMode()) {
            return JwtVerifier.hs256(developmentKey, config);
        }
        return settings.find(SettingDefinitions.JWKS_URI)
                .map(uri -> JwtVerifier.jwks(uri, config))
                .orElseGet(() -> JwtVerifier.hs256(
                        settings.value(SettingDefinitions.JWT_SECRET).getBytes(UTF_8), config));
    }
}
