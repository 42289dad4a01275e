package io.wsgateway.transport.tyrus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.nio.NIOConnection;
import org.jspecify.annotations.Nullable;

/**
 * What comes before a handshake where the PROXY protocol is spoken: a header from the proxies that are listed, and from others
 * none. Who does otherwise is cut, without an answer.
 */
final class ProxyHeaderProcessor extends EventProcessor {
    private static final int SCRATCH = 16 << 10;

    private static final ThreadLocal<byte[]> SCRATCHES = ThreadLocal.withInitial(() -> new byte[SCRATCH]);

    private final Shared shared;
    private final NioSocket socket;
    private final InetAddress peer;
    /** What a listed proxy has to say; null where it is somebody else who connects. */
    private final @Nullable ProxyHeader header;
    /** Whether somebody else says it. */
    private final ProxySignature signature = new ProxySignature();

    /** What all connections have in common. */
    record Shared(TrustedProxies proxies, Handshakes handshakes, Deadlines deadlines, RefusalLog refusals) {}

    /** What comes next. */
    interface Handshakes {

        /** @param said who the client is; null where it is who connected */
        HandshakeProcessor begin(NIOConnection connection, @Nullable InetSocketAddress said);
    }

    ProxyHeaderProcessor(Shared shared, NIOConnection connection) {
        this.shared = shared;
        socket = new NioSocket(connection);
        peer = ((InetSocketAddress) connection.getPeerAddress()).getAddress();
        header = shared.proxies().include(peer) ? new ProxyHeader() : null;
    }

    @Override
    void on(IOEvent event, NIOConnection connection) throws IOException {
        if (event == IOEvent.READ) {
            read(connection);
        }
    }

    @Override
    public void closed(NIOConnection connection) {
        shared.deadlines().clear(connection);
    }

    private void read(NIOConnection connection) throws IOException {
        byte[] bytes = SCRATCHES.get();
        int count = count(bytes);
        if (count < 0) {
            socket.cut(false);
        } else if (header == null) {
            stranger(connection, bytes, count);
        } else {
            proxy(connection, header, bytes, count);
        }
    }

    private void proxy(NIOConnection connection, ProxyHeader said, byte[] bytes, int count) throws IOException {
        int end;
        try {
            end = said.add(bytes, 0, count);
        } catch (BadProxyHeader e) {
            shared.refusals().badProxyHeader(peer, e);
            socket.cut(false);
            return;
        }
        if (end >= 0) {
            begin(connection, said.source()).take(connection, bytes, end, count);
        }
    }

    private void stranger(NIOConnection connection, byte[] bytes, int count) throws IOException {
        int taken = signature.add(bytes, 0, count);
        if (signature.isComplete()) {
            shared.refusals().strangeProxy(peer);
            socket.cut(false);
        } else if (signature.differs()) {
            byte[] before = signature.taken();
            byte[] all = Arrays.copyOf(before, before.length + count - taken);
            System.arraycopy(bytes, taken, all, before.length, count - taken);
            begin(connection, null).take(connection, all, 0, all.length);
        }
    }

    private HandshakeProcessor begin(NIOConnection connection, @Nullable InetSocketAddress said) {
        HandshakeProcessor handshake = shared.handshakes().begin(connection, said);
        connection.setProcessor(handshake);
        return handshake;
    }

    private int count(byte[] into) {
        try {
            return socket.read(ByteBuffer.wrap(into));
        } catch (IOException e) {
            return -1;
        }
    }
}
