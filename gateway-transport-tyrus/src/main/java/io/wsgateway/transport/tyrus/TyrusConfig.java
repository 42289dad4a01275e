package io.wsgateway.transport.tyrus;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/**
 * Where and how {@link TyrusTransport} listens.
 *
 * @param address the only address that is bound; port 0 takes any free one
 * @param path where the WebSocket is; anything else is answered 404
 * @param ioThreads threads that accept and read; each connection stays with one of them
 * @param sendBufferBytes SO_SNDBUF of a connection: what the kernel holds back for a client that doesn't read, on top of
 *     the queue
 */
public record TyrusConfig(InetSocketAddress address, String path, int ioThreads, int sendBufferBytes) {
    private static final int SEND_BUFFER = 64 << 10;

    public TyrusConfig {
        requireNonNull(address, "address");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must start with /: " + path);
        }
        if (ioThreads < 1) {
            throw new IllegalArgumentException("I/O threads must be at least 1: " + ioThreads);
        }
        if (sendBufferBytes < 1) {
            throw new IllegalArgumentException("send buffer must be at least 1 byte: " + sendBufferBytes);
        }
    }

    /** Path {@code /}, an I/O thread per core, send buffers of 64 KiB. */
    public static TyrusConfig at(String host, int port) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new TyrusConfig(new InetSocketAddress(host, port), "/", cores, SEND_BUFFER);
    }

    public TyrusConfig withPath(String value) {
        return new TyrusConfig(address, value, ioThreads, sendBufferBytes);
    }

    public TyrusConfig withIoThreads(int value) {
        return new TyrusConfig(address, path, value, sendBufferBytes);
    }

    public TyrusConfig withSendBufferBytes(int value) {
        return new TyrusConfig(address, path, ioThreads, value);
    }
}
