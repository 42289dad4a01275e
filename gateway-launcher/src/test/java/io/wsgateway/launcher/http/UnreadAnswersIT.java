package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests one after the other whose answers nobody reads: what isn't read isn't served, and is cut after a while. */
class UnreadAnswersIT extends EndpointsUnderTest {
    private static final String REQUEST = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final byte[] MANY = REQUEST.repeat(2_000).getBytes(US_ASCII);
    /** An answer to one of them, with its head. */
    private static final int ANSWER_BYTES = 1 << 10;

    private final List<SocketChannel> deaf = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void leave() throws IOException {
        for (SocketChannel socket : deaf) {
            socket.close();
        }
        threads.shutdownNow();
    }

    /** Writes until the other side closes. */
    private static void flood(SocketChannel socket) {
        ByteBuffer requests = ByteBuffer.wrap(MANY);
        try {
            while (true) {
                if (!requests.hasRemaining()) {
                    requests.rewind();
                }
                if (socket.write(requests) == 0) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        } catch (IOException e) {
            // It has.
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel socket = SocketChannel.open();
        deaf.add(socket);
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 10);
        socket.setOption(StandardSocketOptions.SO_SNDBUF, 64 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.configureBlocking(false);
        return socket;
    }

    @Test
    @Timeout(60)
    void ofAFloodOneAnswerOfEachConnectionIsHeldOthersAreServedAndItIsCut() throws Exception {
        List<CompletableFuture<Void>> floods = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SocketChannel socket = connect();
            floods.add(CompletableFuture.runAsync(() -> flood(socket), threads));
        }
        long most = 0;
        while (!floods.stream().allMatch(CompletableFuture::isDone)) {
            most = Math.max(most, endpoints.clients().unsentBytes());
            assertThat(get("/livez").statusCode()).isEqualTo(200);
        }

        assertThat(most).isBetween(1L, 4L * ANSWER_BYTES);
        // The test's own stays.
        await().until(() -> endpoints.clients().size() <= 1);
    }

    @Test
    void whoReadsLateGetsEveryAnswerInOrder() throws Exception {
        int many = 5_000;
        try (HttpTalk talk = new HttpTalk(port)) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> talk.send(REQUEST.repeat(many)), threads);
            await().until(() -> endpoints.clients().unsentBytes() > 0 || sent.isDone());
            for (int n = 0; n < many; n++) {
                assertThat(talk.answer()).isEqualTo("{\"status\":\"ok\"}");
            }
            sent.join();
        }
    }
}
