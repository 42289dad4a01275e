package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.Frame;
import io.wsgateway.testkit.RecordingReceiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An independent client, polite in all that {@link RawSocket} is not. */
class JdkClientIT implements WebSocket.Listener {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private TestServer server;
    private WebSocket client;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
        URI uri = URI.create("ws://127.0.0.1:" + server.address().getPort() + "/");
        client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, this)
                .join();
    }

    @AfterEach
    void stop() {
        client.abort();
        server.close();
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            heard.add(partial.toString());
            partial.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        heard.add("pong " + UTF_8.decode(message));
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        heard.add(code + " " + reason);
        return null;
    }

    @Test
    void bothSidesSendAndPingsAreAnswered() {
        RecordingReceiver receiver = server.opened(1);
        client.sendText("grüße ", false).join();
        client.sendPing(ByteBuffer.wrap("now".getBytes(UTF_8))).join();
        client.sendText("an alle", true).join();
        await().untilAsserted(() -> assertThat(receiver.texts()).containsExactly("grüße an alle"));
        String large = "{\"x\":\"" + "ö".repeat(60_000) + "\"}";
        TestServer.onOwner(receiver, connection -> {
            connection.offer(Frame.text(large.getBytes(UTF_8)));
            connection.flush();
        });
        await().untilAsserted(() -> assertThat(heard).containsExactly("pong now", large));
    }

    @Test
    void gatewaysCloseReachesTheClientWithCodeAndText() {
        RecordingReceiver receiver = server.opened(1);
        TestServer.onOwner(receiver, connection -> connection.close(CloseReason.DRAINING));
        await().untilAsserted(() -> assertThat(heard).containsExactly("4100 draining, resume"));
        await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(4100));
    }

    @Test
    void clientsCloseIsAnswered() {
        RecordingReceiver receiver = server.opened(1);
        client.sendClose(4000, "bye").join();
        await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(4000));
        await().untilAsserted(() -> assertThat(heard).containsExactly("4000 bye"));
        assertThat(server.transport.connections()).isZero();
    }
}
