package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicBoolean hasRoom = new AtomicBoolean(true);
    private final LoopFaults faults = new LoopFaults(now::get);
    private final Clients clients = new Clients(10, now::get, faults);
    private Selector selector;
    private ServerSocketChannel server;
    private SocketChannel other;
    private SocketChannel socket;
    private Client client;

    @BeforeEach
    void connect() throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        other = SocketChannel.open(server.getLocalAddress());
        socket = server.accept();
        socket.configureBlocking(false);
        SelectionKey key = socket.register(selector, 0);
        client = new Client(
                socket,
                key,
                new ScheduledExecutorScheduler(),
                new Deadline(HttpTimeouts.USUAL, now::get),
                hasRoom::get,
                ByteBuffer.allocate(16));
        key.attach(client);
        clients.add(client);
    }

    @AfterEach
    void close() throws IOException {
        other.close();
        socket.close();
        server.close();
        selector.close();
    }

    private void turn() throws IOException {
        selector.select(key -> ((Client) key.attachment()).ready(), 5_000);
    }

    private void passes(long nanos) {
        now.addAndGet(nanos);
        clients.endLate();
    }

    private int read() throws IOException {
        return other.read(ByteBuffer.allocate(1));
    }

    @Test
    void withoutMemoryTheOtherSideSeesTheEndAndTheSocketIsClosedLater() throws IOException {
        hasRoom.set(false);
        client.cut();
        assertThat(read()).isEqualTo(-1);
        passes(1);
        assertThat(client.hasSocket()).isTrue();

        hasRoom.set(true);
        passes(1);
        assertThat(client.hasSocket()).isFalse();
        assertThat(clients.size()).isZero();
        selector.selectNow();
        assertThat(client.isGone()).isTrue();
    }

    @Test
    void oneThatIsClosedStaysUntilTheOtherSideEnds() throws IOException {
        client.close();
        assertThat(read()).isEqualTo(-1);
        other.write(ByteBuffer.allocate(8));
        turn();
        assertThat(client.hasSocket()).isTrue();
        other.close();
        turn();
        assertThat(client.hasSocket()).isFalse();
    }

    @Test
    void oneThatIsClosedAndSendsOnIsCutAfterAMebibyte() throws IOException {
        client.close();
        int sent = 0;
        while (client.hasSocket()) {
            other.write(ByteBuffer.allocate(16));
            sent += 16;
            turn();
        }
        assertThat(sent).isEqualTo((1 << 20) + 16);
    }

    @Test
    void oneThatIsClosedAndNeverEndsIsCutAtItsDeadline() {
        client.close();
        passes(HttpTimeouts.USUAL.answer().toNanos() - 1);
        assertThat(client.hasSocket()).isTrue();
        passes(1);
        assertThat(client.hasSocket()).isFalse();
    }
}
