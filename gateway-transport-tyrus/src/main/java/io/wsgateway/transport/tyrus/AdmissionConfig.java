package io.wsgateway.transport.tyrus;

import java.util.List;

/**
 * Whom a {@link TyrusTransport} lets in.
 *
 * @param origins whose pages may connect, beside those of the same host name as the request's {@code Host}: exact origins
 *     such as {@code https://chat.example.com}, or {@code *} for all. Others are answered 403; who sends no {@code Origin},
 *     as all but browsers do, may connect
 * @param connections open at a time; more are answered 503. 0: as many as the process may have file descriptors for, less
 *     64 that stay free for everything else; never more than that
 * @param connectionsPerAddress open at a time from one address (of IPv6 from one /64); more are answered 429. 0: any number
 * @param handshakesPerSecond from one address, with a burst of twice as many; more are answered 429. 0: any number
 */
public record AdmissionConfig(
        List<String> origins, int connections, int connectionsPerAddress, int handshakesPerSecond) {
    public AdmissionConfig {
        origins = List.copyOf(origins);
        for (String origin : origins) {
            if (!OriginRule.isOrigin(origin)) {
                throw new IllegalArgumentException(
                        "an origin is * or like https://chat.example.com, with a port where it has one, and nothing behind: "
                                + origin);
            }
        }
        ConfigRules.requireAtLeast(0, connections, "connections");
        ConfigRules.requireAtLeast(0, connectionsPerAddress, "connections per address");
        ConfigRules.requireAtLeast(0, handshakesPerSecond, "handshakes per second");
    }

    /** Pages of the same host name; as many connections as there are file descriptors for, whatever their addresses. */
    public static AdmissionConfig defaults() {
        return new AdmissionConfig(List.of(), 0, 0, 0);
    }

    public AdmissionConfig withOrigins(List<String> value) {
        return new AdmissionConfig(value, connections, connectionsPerAddress, handshakesPerSecond);
    }

    public AdmissionConfig withConnections(int value) {
        return new AdmissionConfig(origins, value, connectionsPerAddress, handshakesPerSecond);
    }

    public AdmissionConfig withConnectionsPerAddress(int value) {
        return new AdmissionConfig(origins, connections, value, handshakesPerSecond);
    }

    public AdmissionConfig withHandshakesPerSecond(int value) {
        return new AdmissionConfig(origins, connections, connectionsPerAddress, value);
    }
}
