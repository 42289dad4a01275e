package io.wsgateway.spi;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What a client said to open its connection.
 *
 * @param peer whose connection it is: the client's address as far as the transport can tell, which is the one that a trusted
 *     proxy names, where there is one; port 0 where that one tells none
 * @param uri as requested: path and query; what a URI can't hold is percent-encoded
 * @param headers names in lower case
 */
public record Handshake(InetSocketAddress peer, URI uri, Map<String, List<String>> headers) {
    public Handshake {
        requireNonNull(peer, "peer");
        requireNonNull(uri, "uri");
        requireNonNull(headers, "headers");
    }
}
