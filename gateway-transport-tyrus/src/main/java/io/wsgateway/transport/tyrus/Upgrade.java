package io.wsgateway.transport.tyrus;

import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport.Acceptor;
import io.wsgateway.spi.Transport.Receiver;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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
    /** All that Tyrus has to know: its tracing headers, extensions and subprotocols stay out. */
    private static final List<String> PASSED_ON =
            List.of("Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version");

    private static final int SWITCHING = 101;

    private final WebSocketEngine engine;
    private final URI path;
    private final Acceptor acceptor;
    private final Deadlines deadlines;
    private final AtomicInteger open;

    /** @param open how many connections are */
    Upgrade(WebSocketEngine engine, URI path, Acceptor acceptor, Deadlines deadlines, AtomicInteger open) {
        this.engine = engine;
        this.path = path;
        this.acceptor = acceptor;
        this.deadlines = deadlines;
        this.open = open;
    }

    /** Opens the connection; or answers why not. */
    @Nullable
    HttpAnswer run(NIOConnection connection, Handshake handshake, byte[] early) throws IOException {
        UpgradeResponse response = new TyrusUpgradeResponse();
        UpgradeInfo info = engine.upgrade(request(handshake), response);
        if (info.getStatus() != UpgradeStatus.SUCCESS || response.getStatus() != SWITCHING) {
            return HttpAnswer.of(response.getStatus() < 400 ? 500 : response.getStatus(), "Bad handshake.");
        }
        NioSocket socket = new NioSocket(connection);
        byte[] answer = answer(response).head();
        if (socket.write(ByteBuffer.wrap(answer)) < answer.length) {
            socket.cut(true);
            return null;
        }
        open(connection, socket, handshake, info, early);
        return null;
    }

    private void open(NIOConnection nio, NioSocket socket, Handshake handshake, UpgradeInfo info, byte[] early) {
        TyrusConnection connection = new TyrusConnection(handshake, acceptor.limits(), socket, deadlines);
        SocketReader reader = connection.reader();
        org.glassfish.tyrus.spi.Connection tyrus = info.createConnection(new TyrusOutput(reader), reason -> {});
        open.incrementAndGet();
        Receiver receiver = acceptor.open(connection);
        deadlines.clear(nio);
        nio.getAttributes().clear();
        nio.setProcessor(new SocketProcessor(reader));
        connection.forgetHeaders();
        reader.open(receiver, tyrus, open::decrementAndGet, early);
    }

    private RequestContext request(Handshake handshake) {
        RequestContext request = RequestContext.Builder.create()
                .requestURI(path)
                .parameterMap(Map.of())
                .tyrusProperties(Map.of())
                .build();
        for (String name : PASSED_ON) {
            request.getHeaders().put(name, handshake.headers().getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
        }
        return request;
    }

    private static HttpAnswer answer(UpgradeResponse response) {
        HttpAnswer answer = HttpAnswer.of(SWITCHING, "");
        for (Map.Entry<String, List<String>> header : response.getHeaders().entrySet()) {
            answer = answer.with(header.getKey(), String.join(", ", header.getValue()));
        }
        return answer;
    }
}
