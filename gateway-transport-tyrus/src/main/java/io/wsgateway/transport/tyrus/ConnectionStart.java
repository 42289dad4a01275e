package io.wsgateway.transport.tyrus;

import java.net.InetSocketAddress;
import java.util.function.Function;
import org.glassfish.grizzly.nio.NIOConnection;
import org.jspecify.annotations.Nullable;

/** What a new connection begins with, and whose it turns out to be: the rule for the addresses of clients. Thread-safe. */
final class ConnectionStart implements Function<NIOConnection, EventProcessor> {
    private static final String FORWARDED_FOR = "x-forwarded-for";

    private final HandshakeProcessor.Shared handshakes;
    private final TrustedProxies proxies;
    /** Null where the PROXY protocol isn't spoken. */
    private final ProxyHeaderProcessor.@Nullable Shared headers;

    ConnectionStart(
            ProxyConfig config, HandshakeProcessor.Shared handshakes, Deadlines deadlines, RefusalLog refusals) {
        this.handshakes = handshakes;
        proxies = new TrustedProxies(config.trusted());
        headers = config.protocol()
                ? new ProxyHeaderProcessor.Shared(proxies, this::afterHeader, deadlines, refusals)
                : null;
    }

    @Override
    public EventProcessor apply(NIOConnection connection) {
        return headers == null
                ? forwarded(connection, (InetSocketAddress) connection.getPeerAddress())
                : new ProxyHeaderProcessor(headers, connection);
    }

    /** Where a header says nobody, what the request says wouldn't be a proxy's word. */
    private HandshakeProcessor afterHeader(NIOConnection connection, @Nullable InetSocketAddress said) {
        if (said != null) {
            return forwarded(connection, said);
        }
        InetSocketAddress peer = (InetSocketAddress) connection.getPeerAddress();
        return new HandshakeProcessor(handshakes, connection, request -> peer);
    }

    private HandshakeProcessor forwarded(NIOConnection connection, InetSocketAddress nearest) {
        return new HandshakeProcessor(
                handshakes, connection, request -> proxies.client(nearest, request.values(FORWARDED_FOR)));
    }
}
