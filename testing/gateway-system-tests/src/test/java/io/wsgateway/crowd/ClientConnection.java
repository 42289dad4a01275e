package io.wsgateway.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One raw WebSocket connection of a client that loads a server. Anything unexpected ends the run with an exception. */
public final class ClientConnection {
    /** Whose connection it is; called on the thread that reads. */
    public interface Peer {
        void upgraded(ClientConnection connection) throws IOException;

        /** An event: {@code size} bytes of JSON from {@code json} on. */
        void event(byte[] bytes, int json, int size) throws IOException;

        void message(String json) throws IOException;
    }

    private static final byte[] HEADER_END = {'\r', '\n', '\r', '\n'};
    private static final int TEXT_FINAL = 0x81;

    private final Peer peer;
    private final String path;
    private final SocketChannel channel = SocketChannel.open();
    private final SelectionKey key;
    private boolean upgraded;
    private byte @Nullable [] leftover;

    public ClientConnection(Peer peer, String path, int port, Selector selector) throws IOException {
        this.peer = peer;
        this.path = path;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // Closing resets the connection: thousands of ports would rest for a minute otherwise.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        if (channel.connect(new InetSocketAddress("127.0.0.1", port))) {
            connected();
        }
    }

    public void ready(byte[] scratch) throws IOException {
        if (key.isConnectable()) {
            channel.finishConnect();
            connected();
        } else {
            readable(scratch);
        }
    }

    public void send(byte[] bytes) throws IOException {
        if (channel.write(ByteBuffer.wrap(bytes)) < bytes.length) {
            throw new IOException("The server doesn't read");
        }
    }

    public void close() throws IOException {
        channel.close();
    }

    private void connected() throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        send(ClientFrames.request(path));
    }

    private void readable(byte[] scratch) throws IOException {
        int held = 0;
        if (leftover != null) {
            held = leftover.length;
            System.arraycopy(leftover, 0, scratch, 0, held);
            leftover = null;
        }
        int end;
        do {
            int n = channel.read(ByteBuffer.wrap(scratch, held, scratch.length - held));
            if (n < 0) {
                throw new IOException("The server has closed a connection");
            }
            end = held + n;
            int at = take(scratch, end);
            held = end - at;
            System.arraycopy(scratch, at, scratch, 0, held);
        } while (end == scratch.length);
        leftover = held == 0 ? null : Arrays.copyOf(scratch, held);
    }

    private int take(byte[] bytes, int end) throws IOException {
        int at = upgraded ? 0 : upgrade(bytes, end);
        while (upgraded && end - at >= 4) {
            int size = bytes[at + 1];
            int json = at + 2;
            if (size == 126) {
                size = (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
                json = at + 4;
            }
            if ((bytes[at] & 0xFF) != TEXT_FINAL || size < 0 || size == 127) {
                throw new IOException("Unexpected frame: " + Integer.toHexString(bytes[at] & 0xFF) + ", " + size
                        + " bytes: " + new String(bytes, at, Math.min(end - at, 64), US_ASCII));
            }
            if (end - json < size) {
                break;
            }
            if (EventText.isEvent(bytes, json)) {
                peer.event(bytes, json, size);
            } else {
                peer.message(new String(bytes, json, size, US_ASCII));
            }
            at = json + size;
        }
        return at;
    }

    private int upgrade(byte[] bytes, int end) throws IOException {
        int headerEnd = indexOf(HEADER_END, bytes, end);
        if (headerEnd < 0) {
            return 0;
        }
        String header = new String(bytes, 0, headerEnd, US_ASCII);
        if (!header.startsWith("HTTP/1.1 101 ") || !header.contains(ClientFrames.ACCEPT)) {
            throw new IOException("The upgrade was answered with: " + header);
        }
        upgraded = true;
        peer.upgraded(this);
        return headerEnd + HEADER_END.length;
    }

    private static int indexOf(byte[] what, byte[] in, int end) {
        for (int i = 0; i + what.length <= end; i++) {
            if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }
}
