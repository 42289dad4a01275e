package io.wsgateway.transport.tyrus;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What follows the signature of a header of the PROXY protocol, as its version has it. */
interface ProxyHeaderRest {

    /**
     * Takes what has come; not called again once it is complete.
     *
     * @return the index of the first byte after the header, or -1 while it isn't complete
     */
    int add(byte[] bytes, int from, int to) throws BadProxyHeader;

    /** Who the client is, once the header is complete; null where it doesn't say: then it is who connected. */
    @Nullable
    InetSocketAddress source();
}
