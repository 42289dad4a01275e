package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client that writes bytes as it is told, right or wrong, and takes the server's frames apart. */
final class RawSocket implements AutoCloseable {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /** A frame of the server's. */
    record ServerFrame(int opcode, byte[] payload) {
        int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }

        String text() {
            return new String(payload, UTF_8);
        }
    }

    RawSocket(InetSocketAddress server) throws IOException {
        this(server, 0);
    }

    /** @param receiveBuffer SO_RCVBUF, or 0 for what the system gives */
    RawSocket(InetSocketAddress server, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(server);
        in = new DataInputStream(socket.getInputStream());
    }

    static RawSocket upgraded(InetSocketAddress server) throws IOException {
        return upgraded(server, 0);
    }

    static RawSocket upgraded(InetSocketAddress server, int receiveBuffer) throws IOException {
        RawSocket raw = new RawSocket(server, receiveBuffer);
        raw.write(handshake());
        String head = raw.readHead();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            raw.close();
            throw new IOException(head);
        }
        return raw;
    }

    static byte[] handshake() {
        return request(
                "GET / HTTP/1.1",
                "Host: gateway",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: " + KEY,
                "Sec-WebSocket-Version: 13");
    }

    static byte[] request(String... lines) {
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1);
    }

    /** A masked frame; {@code first} holds the opcode and the bits beside it. */
    static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        int length = payload.length;
        if (length < 126) {
            out.write(0x80 | length);
        } else if (length < 1 << 16) {
            out.write(0x80 | 126);
            out.write(length >>> 8);
            out.write(length);
        } else {
            out.write(0x80 | 127);
            for (int i = 7; i >= 0; i--) {
                out.write(i < 4 ? length >>> 8 * i : 0);
            }
        }
        out.writeBytes(MASK);
        for (int i = 0; i < length; i++) {
            out.write(payload[i] ^ MASK[i & 3]);
        }
        return out.toByteArray();
    }

    static byte[] text(String text) {
        return frame(0x81, text.getBytes(UTF_8));
    }

    static byte[] close(int code) {
        return frame(0x88, new byte[] {(byte) (code >>> 8), (byte) code});
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Writes as much as the server takes: it may answer before it has seen all, and go. */
    void offer(byte[] bytes) {
        try {
            write(bytes);
        } catch (IOException e) {
            // What it answered is there to be read.
        }
    }

    /** Everything up to the empty line. */
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("ended after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Everything up to the end. */
    String readAll() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    ServerFrame read() throws IOException {
        int opcode = in.readUnsignedByte() & 0xF;
        int length = in.readUnsignedByte();
        long size = length == 127 ? in.readLong() : length == 126 ? in.readUnsignedShort() : length;
        byte[] payload = new byte[Math.toIntExact(size)];
        in.readFully(payload);
        return new ServerFrame(opcode, payload);
    }

    /** Whether the server has ended the stream, after whatever is still to be read. */
    boolean atEnd() throws IOException {
        return in.read() < 0;
    }

    void finishOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends it with a reset. */
    void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Closes the socket, with the end of its stream if all was read. */
    void leave() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
