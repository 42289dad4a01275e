package io.wsgateway.launcher;

import io.wsgateway.Gateway;
import io.wsgateway.launcher.http.Demo;
import io.wsgateway.launcher.http.HttpEndpoints;
import io.wsgateway.launcher.settings.Catalogue;
import io.wsgateway.launcher.settings.GuildAccessMode;
import io.wsgateway.launcher.settings.Problem;
import io.wsgateway.launcher.settings.Setting;
import io.wsgateway.launcher.settings.Settings;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.transport.tyrus.TyrusConfig;
import io.wsgateway.transport.tyrus.TyrusTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where the modules meet: a gateway over Tyrus, and the HTTP endpoints beside it. */
final class Assembly implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private final Settings settings;
    private final TyrusTransport transport;
    private final Gateway gateway;
    private final HttpEndpoints http;
    private final @Nullable DevelopmentMode development;

    Assembly(Settings settings) {
        this.settings = settings;
        development = settings.developmentMode() ? new DevelopmentMode() : null;
        transport = new TyrusTransport(
                TyrusConfig.at(settings.value(Catalogue.WS_HOST), settings.value(Catalogue.WS_PORT)));
        boolean open = settings.value(Catalogue.GUILDS_ACCESS) == GuildAccessMode.OPEN;
        gateway = Gateway.builder()
                .transport(transport)
                .tokenVerifier(Configuration.verifier(settings, development == null ? new byte[0] : development.key()))
                .guildAccess(open ? GuildAccess.OPEN : GuildAccess.CLAIM)
                .config(Configuration.gateway(settings))
                .build();
        http = new HttpEndpoints(
                settings.value(Catalogue.HTTP_HOST),
                settings.value(Catalogue.HTTP_PORT),
                new RunningGateway(gateway),
                settings.find(Catalogue.ADMIN_TOKEN),
                Optional.ofNullable(development).map(this::demo));
    }

    private Demo demo(DevelopmentMode mode) {
        return new Demo(this::webSocketUrl, mode.token(), DevelopmentMode.USER, DevelopmentMode.GUILDS);
    }

    /** @throws CannotListenException naming the address; nothing is left running then */
    void start() throws CannotListenException {
        try {
            http.start();
        } catch (IOException e) {
            close();
            throw new CannotListenException(problem(Catalogue.HTTP_HOST, Catalogue.HTTP_PORT, e));
        }
        try {
            gateway.start();
        } catch (IOException e) {
            close();
            throw new CannotListenException(problem(Catalogue.WS_HOST, Catalogue.WS_PORT, e));
        }
        LOG.info("Listening: WebSocket on {}, HTTP on {}", webSocketUrl(), httpUrl());
    }

    /** What to show on the console of somebody who tries the gateway; empty in production. */
    Optional<String> banner() {
        return Optional.ofNullable(development).map(mode -> mode.banner(webSocketUrl(), httpUrl()));
    }

    /** Leaves in order: health answers to the end. */
    void drain() {
        gateway.drain().toCompletableFuture().join();
    }

    @Override
    public void close() {
        gateway.close();
        http.close();
    }

    private String webSocketUrl() {
        return "ws://" + text(transport.address().orElseThrow()) + "/";
    }

    private String httpUrl() {
        return "http://" + text(http.address());
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    private Problem problem(Setting<String> host, Setting<Integer> port, IOException cause) {
        String address = settings.value(host) + ":" + settings.value(port);
        return new Problem(
                "cannot listen on " + address + ": " + cause.getMessage(),
                settings.given(host) + ", " + settings.given(port),
                "end what listens there, or set " + port.key() + " to another port");
    }
}
