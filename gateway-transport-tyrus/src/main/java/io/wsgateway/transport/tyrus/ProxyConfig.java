package io.wsgateway.transport.tyrus;

import java.util.List;

/**
 * What stands in front of a {@link TyrusTransport}, and how that tells it the addresses of clients.
 *
 * @param trusted addresses, and networks such as {@code 10.1.0.0/16}, of proxies whose word counts; none: every client is who
 *     connects. They tell it in {@code X-Forwarded-For}
 * @param protocol whether they tell it by the PROXY protocol (versions 1 and 2): each of their connections has to begin with
 *     its header then, and nobody else's may
 */
public record ProxyConfig(List<String> trusted, boolean protocol) {
    public ProxyConfig {
        trusted = List.copyOf(trusted);
        trusted.forEach(AddressBlock::of);
        if (protocol && trusted.isEmpty()) {
            throw new IllegalArgumentException("the PROXY protocol needs the addresses of the proxies that speak it");
        }
    }

    /** No proxy that would be believed. */
    public static ProxyConfig none() {
        return new ProxyConfig(List.of(), false);
    }

    /** Proxies that tell a client's address in {@code X-Forwarded-For}. */
    public static ProxyConfig trusting(List<String> trusted) {
        return new ProxyConfig(trusted, false);
    }

    /** The same by the PROXY protocol. */
    public ProxyConfig withProtocol(boolean value) {
        return new ProxyConfig(trusted, value);
    }
}
