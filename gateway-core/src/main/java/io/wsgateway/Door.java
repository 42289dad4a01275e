package io.wsgateway;

import io.wsgateway.internal.session.Lanes;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The gateway's side of the transport: who comes in, and within which limits. */
final class Door implements Transport.Acceptor {
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofSeconds(2);
    /** Query parameters that would carry a token into access logs. */
    private static final Set<String> TOKENS = Set.of("token", "access_token", "jwt");

    private final Supplier<GatewayState> state;
    private final Lanes lanes;
    private final Transport.Limits limits;

    Door(Supplier<GatewayState> state, Lanes lanes, LimitsConfig config) {
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
            return Optional.of(new Transport.Refusal(503, Duration.ofSeconds(2)));
        }
        if (lanes.crowded()) {
            return Optional.of(new Transport.Refusal(503, Duration.ofSeconds(5)));
        }
        if (carriesToken(handshake.uri().getRawQuery())) {
            return Optional.of(new Transport.Refusal(400, Duration.ZERO));
        }
        return Optional.empty();
    }

    @Override
    public Transport.Receiver open(Connection connection) {
        return lanes.open(connection);
    }

    private static boolean carriesToken(@Nullable String query) {
        if (query == null) {
            return false;
        }
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (TOKENS.contains(name.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
