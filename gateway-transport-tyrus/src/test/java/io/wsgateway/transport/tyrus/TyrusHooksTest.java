package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.glassfish.tyrus.core.RequestContext;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeInfo;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeStatus;
import org.glassfish.tyrus.spi.Writer;
import org.glassfish.tyrus.spi.WriterInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the transport relies on in Tyrus, beyond the Jakarta API: another version has to pass these. */
class TyrusHooksTest {
    private final GatewayContainer container = new GatewayContainer();
    private final TyrusUpgradeResponse response = new TyrusUpgradeResponse();
    private final Wire wire = new Wire();

    private static final class Wire extends Writer {
        private final List<String> calls = new ArrayList<>();

        @Override
        public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler) {
            throw new AssertionError("written without saying what it is");
        }

        @Override
        public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler, WriterInfo info) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            calls.add(info.getMessageType() + " " + HexFormat.of().formatHex(bytes));
            handler.completed(buffer);
        }

        @Override
        public void close() {
            calls.add("closed");
        }
    }

    @AfterEach
    void stop() {
        container.stop();
    }

    private UpgradeInfo upgrade(String path, String version) {
        RequestContext request = RequestContext.Builder.create()
                .requestURI(URI.create(path))
                .parameterMap(Map.of())
                .tyrusProperties(Map.of())
                .build();
        Map<String, String> headers = Map.of(
                "Host", "gateway",
                "Upgrade", "websocket",
                "Connection", "Upgrade",
                "Sec-WebSocket-Key", RawSocket.KEY,
                "Sec-WebSocket-Version", version);
        headers.forEach((name, value) -> request.getHeaders().put(name, List.of(value)));
        return container.getWebSocketEngine().upgrade(request, response);
    }

    private Connection open() {
        return upgrade("/", "13").createConnection(wire, reason -> {});
    }

    private static ByteBuffer frame(int opcode, String payload) {
        return ByteBuffer.wrap(ControlFrames.frame(opcode, payload.getBytes(UTF_8)));
    }

    @Test
    void rightUpgradeIsAnswered101WithTheAcceptKey() {
        assertThat(upgrade("/", "13").getStatus()).isEqualTo(UpgradeStatus.SUCCESS);
        assertThat(response.getStatus()).isEqualTo(101);
        assertThat(response.getFirstHeaderValue("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void wrongUpgradeIsNoSuccess() {
        assertThat(upgrade("/", "99").getStatus()).isNotEqualTo(UpgradeStatus.SUCCESS);
        assertThat(upgrade("/other", "13").getStatus()).isNotEqualTo(UpgradeStatus.SUCCESS);
    }

    @Test
    void everythingThatTyrusSendsGoesThroughTheWriterThatItWasGiven() {
        Connection connection = open();
        assertThat(wire.calls).isEmpty();
        connection.getReadHandler().handle(frame(Opcode.PING, "hi"));
        assertThat(wire.calls).containsExactly("PONG 8a026869");
    }

    @Test
    void closeFrameComesBeforeTheCloseAndOnceOnly() {
        Connection connection = open();
        connection.getReadHandler().handle(ByteBuffer.wrap(HexFormat.of().parseHex("880203e9")));
        assertThat(wire.calls).startsWith("CLOSE 880203e9", "closed");
        connection.close(new CloseReason(CloseCodes.GOING_AWAY, null));
        assertThat(wire.calls.stream().filter(call -> call.startsWith("CLOSE"))).hasSize(1);
    }

    @Test
    void sessionIsForgottenWhenTheConnectionCloses() {
        Connection connection = open();
        assertThat(container.sessions()).isOne();
        connection.close(new CloseReason(CloseCodes.GOING_AWAY, null));
        assertThat(container.sessions()).isZero();
    }
}
