package io.wsgateway.transport.tyrus;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says before a connection's first byte: the PROXY protocol of HAProxy, versions 1 and 2, read as it comes. Holds
 * no more than 101 bytes of it.
 */
final class ProxyHeader {
    private final ProxySignature signature = new ProxySignature();
    private @Nullable ProxyHeaderRest rest;

    /**
     * Takes what has come; not called again once it is complete.
     *
     * @return the index of the first byte after the header, or -1 while it isn't complete
     */
    int add(byte[] bytes, int from, int to) throws BadProxyHeader {
        int at = signature.add(bytes, from, to);
        if (signature.differs()) {
            throw new BadProxyHeader("there is none");
        }
        if (!signature.isComplete()) {
            return -1;
        }
        if (rest == null) {
            rest = signature.isText() ? new ProxyHeaderV1() : new ProxyHeaderV2();
        }
        return rest.add(bytes, at, to);
    }

    /** Who the client is, once the header is complete; null where it doesn't say: then it is who connected. */
    @Nullable
    InetSocketAddress source() {
        return rest == null ? null : rest.source();
    }
}
