package io.wsgateway.transport.tyrus;

import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport.Acceptor;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.tyrus.core.RequestContext;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeInfo;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeStatus;
import org.jspecify.annotations.Nullable;

/** The step from a checked request to an open connection: Tyrus answers it, and nothing opens on anything but its 101. */
final class Upgrade {
    private static final URI ENDPOINT = URI.create("/");
    private static final int SWITCHING = 101;

    private final WebSocketEngine engine;
    private final URI path;
    private final List<String> subprotocols;
    private final Acceptor acceptor;
    private final Deadlines deadlines;

    /**
     * @param path of the WebSocket
     * @param subprotocols that are agreed to
     */
    Upgrade(WebSocketEngine engine, URI path, List<String> subprotocols, Acceptor acceptor, Deadlines deadlines) {
        this.engine = engine;
        this.path = path;
        this.subprotocols = subprotocols;
        this.acceptor = acceptor;
        this.deadlines = deadlines;
    }

    /** Opens the connection; or returns why not. */
    @Nullable
    HttpAnswer run(
            NIOConnection connection, Handshake handshake, RequestHead request, byte[] early, ConnectionPermit permit)
            throws IOException {
        UpgradeResponse response = new TyrusUpgradeResponse();
        UpgradeInfo info = engine.upgrade(context(request), response);
        if (info.getStatus() != UpgradeStatus.SUCCESS || response.getStatus() != SWITCHING) {
            return HttpAnswer.malformed("not a WebSocket's");
        }
        NioSocket socket = new NioSocket(connection);
        byte[] answer = answer(response, request).head();
        if (socket.write(ByteBuffer.wrap(answer)) < answer.length) {
            socket.cut(true);
            return null;
        }
        TyrusConnection opened = new TyrusConnection(handshake, acceptor.limits(), socket, deadlines);
        SocketReader reader = opened.reader();
        SocketProcessor processor = new SocketProcessor(reader);
        reader.join(info.createConnection(new TyrusOutput(reader), reason -> {}), permit);
        // From here on whatever fails ends in the processor's closed(), which tells the receiver as soon as there is
        // one.
        connection.setProcessor(processor);
        reader.open(acceptor.open(opened));
        deadlines.clear(connection);
        opened.forgetRequest(path);
        reader.take(early);
        return null;
    }

    /** All that Tyrus has to know, in the simplest form: its tracing headers, extensions and subprotocols stay out. */
    private static RequestContext context(RequestHead request) {
        RequestContext context = RequestContext.Builder.create()
                .requestURI(ENDPOINT)
                .parameterMap(Map.of())
                .tyrusProperties(Map.of())
                .build();
        Map<String, List<String>> headers = context.getHeaders();
        headers.put("Host", request.values("host"));
        headers.put("Upgrade", List.of("websocket"));
        headers.put("Connection", List.of("Upgrade"));
        headers.put("Sec-WebSocket-Version", List.of("13"));
        headers.put("Sec-WebSocket-Key", request.values("sec-websocket-key"));
        return context;
    }

    private HttpAnswer answer(UpgradeResponse response, RequestHead request) {
        HttpAnswer answer = HttpAnswer.of(SWITCHING, "");
        for (Map.Entry<String, List<String>> header : response.getHeaders().entrySet()) {
            answer = answer.with(header.getKey(), String.join(", ", header.getValue()));
        }
        Optional<String> agreed = request.members("sec-websocket-protocol").stream()
                .filter(subprotocols::contains)
                .findFirst();
        return agreed.isPresent() ? answer.with("Sec-WebSocket-Protocol", agreed.get()) : answer;
    }
}
