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
 */
public record AdmissionConfig(List<String> origins, int connections) {
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
    }

    /** Pages of the same host name; as many connections as there are file descriptors for. */
    public static AdmissionConfig defaults() {
        return new AdmissionConfig(List.of(), 0);
    }

    public AdmissionConfig withOrigins(List<String> value) {
        return new AdmissionConfig(value, connections);
    }

    public AdmissionConfig withConnections(int value) {
        return new AdmissionConfig(origins, value);
    }
}
