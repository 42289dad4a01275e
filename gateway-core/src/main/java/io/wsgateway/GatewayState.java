package io.wsgateway;

/** The life of a gateway, in this order. */
public enum GatewayState {
    NEW,
    /** Started, and not yet ready for clients: handshakes are refused with 503. */
    STARTING,
    READY,
    /** Leaving: open connections are served until they are asked to go. */
    DRAINING,
    CLOSED
}
