package io.wsgateway.transport.tyrus;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where and how {@link TyrusTransport} listens.
 *
 * @param address the only address that is bound; port 0 takes any free one
 * @param path where the WebSocket is; anything else is answered 404
 * @param subprotocols the first that a client offers and that is listed here is agreed to; else none is
 * @param headerBytes a longer head of a handshake, request line and line ends too, is answered 431
 * @param admission who is let in
 * @param proxies what stands in front
 * @param ioThreads threads that accept and read; each connection stays with one of them
 * @param sendBufferBytes SO_SNDBUF of a connection: what the kernel holds back for a client that doesn't read, on top of
 *     the queue
 */
public record TyrusConfig(
        InetSocketAddress address,
        String path,
        List<String> subprotocols,
        int headerBytes,
        AdmissionConfig admission,
        ProxyConfig proxies,
        int ioThreads,
        int sendBufferBytes) {
    private static final int SEND_BUFFER = 64 << 10;
    private static final int HEADER_BYTES = 16 << 10;
    private static final Pattern PATH = Pattern.compile("/|(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)+/?");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    public TyrusConfig {
        requireNonNull(address, "address");
        requireNonNull(admission, "admission");
        requireNonNull(proxies, "proxies");
        subprotocols = List.copyOf(subprotocols);
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "path must be like /ws, of letters, digits and what a URL's path may hold unencoded: " + path);
        }
        for (String subprotocol : subprotocols) {
            if (!TOKEN.matcher(subprotocol).matches()) {
                throw new IllegalArgumentException(
                        "a subprotocol is a name without blanks and separators: " + subprotocol);
            }
        }
        ConfigRules.requireAtLeast(256, headerBytes, "header bytes");
        ConfigRules.requireAtLeast(1, ioThreads, "I/O threads");
        ConfigRules.requireAtLeast(1, sendBufferBytes, "send buffer bytes");
    }

    /**
     * Path {@code /}, subprotocols {@code gateway.v1} and {@code json}, 16 KiB of headers, {@link
     * AdmissionConfig#defaults()}, no proxy, an I/O thread per core, send buffers of 64 KiB.
     */
    public static TyrusConfig at(String host, int port) {
        return new TyrusConfig(
                new InetSocketAddress(host, port),
                "/",
                List.of("gateway.v1", "json"),
                HEADER_BYTES,
                AdmissionConfig.defaults(),
                ProxyConfig.none(),
                Runtime.getRuntime().availableProcessors(),
                SEND_BUFFER);
    }

    public TyrusConfig withPath(String value) {
        return new TyrusConfig(
                address, value, subprotocols, headerBytes, admission, proxies, ioThreads, sendBufferBytes);
    }

    public TyrusConfig withSubprotocols(List<String> value) {
        return new TyrusConfig(address, path, value, headerBytes, admission, proxies, ioThreads, sendBufferBytes);
    }

    public TyrusConfig withHeaderBytes(int value) {
        return new TyrusConfig(address, path, subprotocols, value, admission, proxies, ioThreads, sendBufferBytes);
    }

    public TyrusConfig withAdmission(AdmissionConfig value) {
        return new TyrusConfig(address, path, subprotocols, headerBytes, value, proxies, ioThreads, sendBufferBytes);
    }

    public TyrusConfig withProxies(ProxyConfig value) {
        return new TyrusConfig(address, path, subprotocols, headerBytes, admission, value, ioThreads, sendBufferBytes);
    }

    public TyrusConfig withConnections(int value) {
        return withAdmission(admission.withConnections(value));
    }

    public TyrusConfig withIoThreads(int value) {
        return new TyrusConfig(address, path, subprotocols, headerBytes, admission, proxies, value, sendBufferBytes);
    }

    public TyrusConfig withSendBufferBytes(int value) {
        return new TyrusConfig(address, path, subprotocols, headerBytes, admission, proxies, ioThreads, value);
    }
}
