package io.wsgateway;

import io.wsgateway.model.Event;
import io.wsgateway.spi.Health;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A running gateway: brings events to the clients that may have them, in order. Thread-safe.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.builder()
 *         .transport(new TyrusTransport(TyrusConfig.defaults()))
 *         .tokenVerifier(JwtVerifier.hs256(secret, JwtConfig.defaults()))
 *         .build()) {
 *     gateway.start();
 *     gateway.publish(Event.toGuild("general", "message.create", Payload.of("{\"content\":\"Hello!\"}")));
 * }
 * }</pre>
 */
public final class Gateway implements AutoCloseable {

    Gateway() {}

    public static GatewayBuilder builder() {
        return new GatewayBuilder();
    }

    /**
     * Starts every part and returns; {@link #state} says when clients are taken.
     *
     * @throws IOException when the transport can't listen; everything that was started is closed then
     * @throws IllegalStateException when called twice
     */
    public void start() throws IOException {
        throw new IllegalStateException();
    }

    /**
     * Puts an event straight into the log. Completes once the log has it; a failed stage means that nobody can tell: publish
     * it again, with the same id. Any thread, never blocks for long.
     *
     * @throws IllegalArgumentException for an event that no gateway may carry, with what is wrong
     */
    public CompletionStage<Void> publish(Event event) {
        throw new IllegalStateException(event.name());
    }

    /** What this instance carries now. */
    public GatewayStats stats() {
        return new GatewayStats(0, 0);
    }

    public GatewayState state() {
        return GatewayState.NEW;
    }

    /** Up when every component is. */
    public Health health() {
        return Health.UP;
    }

    /** Health of each part: {@code transport}, {@code bus}, {@code source}, {@code verifier}, as far as there is one. */
    public Map<String, Health> components() {
        return Map.of();
    }

    /**
     * Leaves in paced batches: not ready, {@code drain.delay}, {@code RECONNECT} to {@code drain.rate} connections a second
     * while still delivering, 4100 five seconds after each, 1012 to the rest at {@code drain.timeout}. Completes when no
     * connection is left. Idempotent.
     */
    public CompletionStage<Void> drain() {
        throw new IllegalStateException();
    }

    /** Stops at once and closes every part that it was given: source, transport, bus, verifier. Idempotent. */
    @Override
    public void close() {}
}
