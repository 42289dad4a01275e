package io.wsgateway.transport.tyrus;

import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport.Acceptor;
import io.wsgateway.spi.Transport.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpEvents.IncomingHttpUpgradeEvent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.util.MimeHeaders;
import org.glassfish.grizzly.nio.NIOConnection;
import org.jspecify.annotations.Nullable;

/**
 * Turns an HTTP request into a connection, or answers why not. A connection that has done neither within
 * {@code limits.handshake} is cut.
 */
final class UpgradeFilter extends BaseFilter {
    private final Acceptor acceptor;
    private final HandshakeChecks checks;
    private final Upgrade upgrade;
    private final Deadlines deadlines;
    private final int sendBufferBytes;
    private final URI path;

    UpgradeFilter(TyrusConfig config, URI path, Acceptor acceptor, Upgrade upgrade, Deadlines deadlines) {
        this.path = path;
        this.acceptor = acceptor;
        this.upgrade = upgrade;
        this.deadlines = deadlines;
        checks = new HandshakeChecks(config.path());
        sendBufferBytes = config.sendBufferBytes();
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) throws IOException {
        NIOConnection connection = connection(context);
        ((SocketChannel) connection.getChannel()).setOption(StandardSocketOptions.SO_SNDBUF, sendBufferBytes);
        NioSocket socket = new NioSocket(connection);
        deadlines.set(connection, acceptor.limits().handshake(), () -> socket.execute(() -> socket.cut(true)));
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext context) {
        deadlines.clear(connection(context));
        return context.getInvokeAction();
    }

    /** What follows an upgrade's header is no HTTP content: it is left alone. */
    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) {
        if (event instanceof IncomingHttpUpgradeEvent upgraded) {
            upgraded.getHttpHeader().setIgnoreContentModifiers(true);
        }
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        NIOConnection connection = connection(context);
        if (connection.getProcessor() instanceof EventProcessor) {
            return context.getStopAction();
        }
        HttpContent content = context.getMessage();
        HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
        Handshake handshake = handshake(connection, request);
        HttpAnswer answer = handshake == null
                ? HttpAnswer.of(400, "Bad handshake: not a valid address.")
                : open(connection, request, handshake, bytes(content.getContent()));
        if (answer != null) {
            refuse(connection, answer);
        }
        return context.getStopAction();
    }

    private @Nullable HttpAnswer open(
            NIOConnection connection, HttpRequestPacket request, Handshake handshake, byte[] early) throws IOException {
        HttpAnswer answer = checks.refusal(request, handshake);
        if (answer != null) {
            return answer;
        }
        Optional<Refusal> refusal = acceptor.refuse(handshake);
        return refusal.isPresent() ? refused(refusal.get()) : upgrade.run(connection, handshake, early);
    }

    private static HttpAnswer refused(Refusal refusal) {
        HttpAnswer answer = HttpAnswer.of(refusal.status(), "This connection is not taken.");
        long seconds = refusal.retryAfter().plusMillis(999).toSeconds();
        return seconds == 0 ? answer : answer.with("Retry-After", Long.toString(seconds));
    }

    private void refuse(NIOConnection connection, HttpAnswer answer) throws IOException {
        NioSocket socket = new NioSocket(connection);
        connection.setProcessor(new RefusedProcessor(socket, () -> deadlines.clear(connection)));
        if (socket.write(ByteBuffer.wrap(answer.bytes())) < answer.bytes().length) {
            socket.cut(true);
        } else {
            socket.finishOutput();
        }
    }

    private @Nullable Handshake handshake(NIOConnection connection, HttpRequestPacket request) {
        try {
            URI uri = uri(request.getRequestURI(), request.getQueryString());
            return new Handshake((InetSocketAddress) connection.getPeerAddress(), uri, headers(request.getHeaders()));
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** One object for all connections to the usual address. */
    private URI uri(String requested, @Nullable String query) throws URISyntaxException {
        return query == null && path.toString().equals(requested)
                ? path
                : new URI(requested + (query == null ? "" : "?" + query));
    }

    private static Map<String, List<String>> headers(MimeHeaders given) {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String name = given.getName(i).toString().toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, any -> new ArrayList<>())
                    .add(given.getValue(i).toString().strip());
        }
        return headers;
    }

    private static byte[] bytes(Buffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static NIOConnection connection(FilterChainContext context) {
        return (NIOConnection) context.getConnection();
    }
}
