package io.wsgateway;

import io.wsgateway.internal.lane.LaneGroup;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The gateway's side of the transport: who comes in, and within which limits. */
final class Door implements Transport.Acceptor {
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final Transport.Refusal CROWDED =
            new Transport.Refusal(503, Duration.ofSeconds(5), "This instance has no memory to spare; try again soon.");
    private static final Transport.Refusal NOT_READY = new Transport.Refusal(
            503, Duration.ofSeconds(2), "This instance isn't ready yet, or is about to stop: try again.");
    private static final Transport.Refusal TOKEN_IN_QUERY = new Transport.Refusal(
            400,
            Duration.ZERO,
            "Don't put a token into the address, where logs would keep it: send it in IDENTIFY once connected.");

    private final Supplier<GatewayState> state;
    private final LaneGroup lanes;
    private final Transport.Limits limits;

    Door(Supplier<GatewayState> state, LaneGroup lanes, LimitsConfig config) {
        this.state = state;
        this.lanes = lanes;
        limits = new Transport.Limits(config.messageBytes(), config.queueBytes(), HANDSHAKE, LINGER);
    }

    @Override
    public Transport.Limits limits() {
        return limits;
    }

    @Override
    public Optional<Transport.Refusal> refuse(Handshake handshake) {
        if (state.get() != GatewayState.READY) {
            return Optional.of(NOT_READY);
        }
        if (lanes.crowded()) {
            return Optional.of(CROWDED);
        }
        String query = handshake.uri().getRawQuery();
        return query != null && TokenInQuery.isIn(query) ? Optional.of(TOKEN_IN_QUERY) : Optional.empty();
    }

    @Override
    public Transport.Receiver open(Connection connection) {
        return lanes.open(connection);
    }
}
