package io.wsgateway.transport.tyrus;

import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport.Acceptor;
import io.wsgateway.spi.Transport.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.nio.NIOConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection's handshake: reads the request's head, and turns it into a WebSocket or answers why not. Holds no more than
 * what has come of the head.
 */
final class HandshakeProcessor extends EventProcessor {
    private static final int SCRATCH = 16 << 10;

    private static final ThreadLocal<byte[]> SCRATCHES = ThreadLocal.withInitial(() -> new byte[SCRATCH]);

    private final Shared shared;
    private final Function<RequestHead, InetSocketAddress> client;
    private final NioSocket socket;
    private final HeadBuffer head;
    private @Nullable ConnectionPermit permit;

    /** What all handshakes have in common. */
    record Shared(
            int headerBytes,
            HandshakeChecks checks,
            HandshakeUri uri,
            Acceptor acceptor,
            Admission admission,
            Upgrade upgrade,
            Deadlines deadlines) {}

    /** @param client whose a request is */
    HandshakeProcessor(Shared shared, NIOConnection connection, Function<RequestHead, InetSocketAddress> client) {
        this.shared = shared;
        this.client = client;
        socket = new NioSocket(connection);
        head = new HeadBuffer(shared.headerBytes());
    }

    @Override
    void on(IOEvent event, NIOConnection connection) throws IOException {
        if (event == IOEvent.READ) {
            read(connection);
        }
    }

    @Override
    public void closed(NIOConnection connection) {
        giveBack();
        shared.deadlines().clear(connection);
    }

    private void read(NIOConnection connection) throws IOException {
        byte[] bytes = SCRATCHES.get();
        int count = count(bytes);
        if (count < 0) {
            socket.cut(false);
        } else {
            take(connection, bytes, 0, count);
        }
    }

    /** Takes what has come of the request. Selector thread only. */
    void take(NIOConnection connection, byte[] bytes, int from, int to) throws IOException {
        try {
            int end = head.add(bytes, from, to);
            if (end >= 0) {
                RequestHead request = RequestHead.of(head.lines());
                HttpAnswer answer = open(connection, request, Arrays.copyOfRange(bytes, end, to));
                if (answer != null) {
                    refuse(connection, answer, !request.method().equals("HEAD"));
                }
            }
        } catch (RefusedRequest e) {
            refuse(connection, e.answer(), true);
        }
    }

    private int count(byte[] into) {
        try {
            return socket.read(ByteBuffer.wrap(into));
        } catch (IOException e) {
            return -1;
        }
    }

    private @Nullable HttpAnswer open(NIOConnection connection, RequestHead request, byte[] early)
            throws IOException, RefusedRequest {
        HttpAnswer answer = shared.checks().refusal(request);
        if (answer != null) {
            return answer;
        }
        InetSocketAddress peer = client.apply(request);
        Handshake handshake = new Handshake(peer, shared.uri().with(request.query()), request.headers());
        Optional<Refusal> refusal = shared.acceptor().refuse(handshake);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        ConnectionPermit taken = shared.admission().admit(peer.getAddress());
        permit = taken;
        return shared.upgrade().run(connection, handshake, request, early, taken);
    }

    private static HttpAnswer refused(Refusal refusal) {
        HttpAnswer answer = HttpAnswer.of(refusal.status(), refusal.message());
        long seconds = refusal.retryAfter().plusMillis(999).toSeconds();
        return seconds == 0 ? answer : answer.with("Retry-After", Long.toString(seconds));
    }

    private void giveBack() {
        if (permit != null) {
            permit.release();
        }
    }

    private void refuse(NIOConnection connection, HttpAnswer answer, boolean body) {
        giveBack();
        connection.setProcessor(
                new RefusedProcessor(socket, () -> shared.deadlines().clear(connection)));
        byte[] bytes = answer.bytes(body);
        try {
            if (socket.write(ByteBuffer.wrap(bytes)) == bytes.length) {
                socket.finishOutput();
                return;
            }
        } catch (IOException e) {
            // The client has gone: nobody to tell.
        }
        socket.cut(true);
    }
}
