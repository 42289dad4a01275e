package io.wsgateway.bench;

import io.wsgateway.Gateway;
import io.wsgateway.auth.JwtConfig;
import io.wsgateway.auth.JwtVerifier;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.transport.tyrus.TyrusConfig;
import io.wsgateway.transport.tyrus.TyrusTransport;
import java.io.IOException;

/** The gateway as users embed it: its defaults, JSON Web Tokens, the in-process log. */
final class GatewayTarget implements Target {
    private final Gateway gateway;
    private final int port;

    GatewayTarget() throws IOException {
        TyrusTransport transport = new TyrusTransport(TyrusConfig.at("127.0.0.1", 0));
        gateway = Gateway.builder()
                .transport(transport)
                .tokenVerifier(JwtVerifier.hs256(Login.SECRET, JwtConfig.defaults()))
                .build();
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
    public void publish(int guild, long number, byte[] data) {
        String guildId = EventText.guildId(guild);
        Event event = Event.toGuild(guildId, EventText.NAME, Payload.of(data)).withId(guildId + "-" + number);
        gateway.publish(event).toCompletableFuture().join();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
