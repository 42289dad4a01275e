package io.wsgateway.launcher;

import io.wsgateway.Gateway;
import io.wsgateway.GatewayBuilder;
import io.wsgateway.broker.rabbit.RabbitConfig;
import io.wsgateway.broker.rabbit.RabbitEventSource;
import io.wsgateway.broker.rabbit.RabbitPublisher;
import io.wsgateway.launcher.http.AdminToken;
import io.wsgateway.launcher.http.Demo;
import io.wsgateway.launcher.http.HttpEndpoints;
import io.wsgateway.launcher.settings.GuildAccessMode;
import io.wsgateway.launcher.settings.SettingDefinitions;
import io.wsgateway.launcher.settings.Settings;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.Health;
import io.wsgateway.sync.redis.RedisClusterBus;
import io.wsgateway.sync.redis.RedisConfig;
import io.wsgateway.transport.tyrus.TyrusTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where the modules meet: a gateway over Tyrus, and the HTTP endpoints beside it. */
final class Assembly implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private final Settings settings;
    private final TyrusTransport transport;
    private final ReplaceableVerifier verifier;
    private final Optional<AdminToken> adminToken;
    private final Gateway gateway;
    private final RunningGateway served;
    private final HttpEndpoints http;
    private final @Nullable DevelopmentMode development;
    private final Optional<RedisClusterBus> log;
    private final Optional<RabbitEventSource> source;
    private final Optional<RabbitPublisher> publisher;
    private final boolean shared;

    Assembly(Settings settings) {
        this.settings = settings;
        development = settings.developmentMode() ? developmentMode(settings) : null;
        transport = new TyrusTransport(Configuration.transport(settings));
        verifier = new ReplaceableVerifier(
                Configuration.verifier(settings, development == null ? new byte[0] : development.key()));
        adminToken = settings.find(SettingDefinitions.ADMIN_TOKEN).map(AdminToken::new);
        boolean open = settings.value(SettingDefinitions.GUILDS_ACCESS) == GuildAccessMode.OPEN;
        GatewayBuilder parts = Gateway.builder()
                .transport(transport)
                .tokenVerifier(verifier)
                .guildAccess(open ? GuildAccess.OPEN : GuildAccess.CLAIM)
                .config(Configuration.gateway(settings));
        Optional<RedisConfig> redis = Configuration.redis(settings);
        Optional<RabbitConfig> rabbit = Configuration.rabbit(settings);
        log = redis.map(RedisClusterBus::new);
        log.ifPresent(parts::clusterBus);
        source = rabbit.map(RabbitEventSource::new);
        source.ifPresent(parts::eventSource);
        publisher = rabbit.map(RabbitPublisher::new);
        publisher.ifPresent(part -> parts.component("publisher", part));
        shared = redis.isPresent() || rabbit.isEmpty();
        gateway = parts.build();
        served = new RunningGateway(gateway, publisher);
        http = new HttpEndpoints(
                Configuration.http(settings),
                served,
                adminToken,
                Optional.ofNullable(development).map(this::demo));
    }

    private static DevelopmentMode developmentMode(Settings settings) {
        return new DevelopmentMode(Instant.now(), settings.value(SettingDefinitions.JWT_MAX_LIFE));
    }

    private Demo demo(DevelopmentMode mode) {
        return new Demo(this::webSocketUrl, mode.token(), DevelopmentMode.USER, DevelopmentMode.GUILDS);
    }

    /** @throws CannotListenException naming the address and its settings; nothing is left running then */
    void start() throws CannotListenException {
        if (!shared) {
            LOG.warn("rabbit.uri is set and redis.uri isn't: run one instance only, or each gets a part of the events");
        }
        try {
            http.start();
            LOG.info("Listening for HTTP on {}", text(http.address()));
        } catch (IOException e) {
            close();
            throw new CannotListenException(settings, SettingDefinitions.HTTP_HOST, SettingDefinitions.HTTP_PORT, e);
        }
        try {
            gateway.start();
        } catch (IOException e) {
            close();
            throw new CannotListenException(settings, SettingDefinitions.WS_HOST, SettingDefinitions.WS_PORT, e);
        }
        publisher.ifPresent(RabbitPublisher::start);
    }

    /** Takes the secrets of these settings over; they are set where they were set before. */
    void replaceSecrets(Settings next) {
        next.find(SettingDefinitions.JWT_SECRET)
                .ifPresent(secret -> verifier.replace(Configuration.verifier(next, new byte[0])));
        adminToken.ifPresent(token -> next.find(SettingDefinitions.ADMIN_TOKEN).ifPresent(token::replace));
        log.ifPresent(part -> next.find(SettingDefinitions.REDIS_URI).ifPresent(part::changeLogin));
        source.ifPresent(part -> next.find(SettingDefinitions.RABBIT_URI).ifPresent(part::changeLogin));
        publisher.ifPresent(part -> next.find(SettingDefinitions.RABBIT_URI).ifPresent(part::changeLogin));
    }

    /** What to show somebody who tries the gateway; empty in production. */
    Optional<String> banner() {
        return Optional.ofNullable(development)
                .map(mode -> Banner.text(
                        webSocketUrl(),
                        "http://" + text(http.address()),
                        mode.token(),
                        settings.find(SettingDefinitions.ADMIN_TOKEN).isPresent()));
    }

    /** Whether every vital thread lives and turns. */
    Health liveness() {
        Health health = served.liveness();
        return health.up() ? http.liveness() : health;
    }

    /** Lets the clients leave; health is answered meanwhile. Waits for the end of that. */
    void drain() {
        gateway.drain().toCompletableFuture().join();
    }

    /** What the stop waits for now, for people. */
    String awaited() {
        return "the drain; identified connections: " + gateway.stats().connections();
    }

    @Override
    public void close() {
        gateway.close();
        http.close();
        publisher.ifPresent(RabbitPublisher::close);
    }

    private String webSocketUrl() {
        return "ws://" + text(transport.address().orElseThrow()) + settings.value(SettingDefinitions.WS_PATH);
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
