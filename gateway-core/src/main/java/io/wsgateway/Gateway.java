package io.wsgateway;

import static java.util.Objects.requireNonNull;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.RefusedEventException;
import io.wsgateway.model.Revocation;
import io.wsgateway.protocol.Envelope;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.Health;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running gateway: brings events to the clients that may have them, in order. Thread-safe.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.builder()
 *         .transport(new TyrusTransport(TyrusConfig.at("127.0.0.1", port)))
 *         .tokenVerifier(JwtVerifier.hs256(secret, JwtConfig.defaults()))
 *         .build()) {
 *     gateway.start();
 *     gateway.publish(Event.toGuild("general", "message.create", Payload.of("{\"content\":\"Hello!\"}")))
 *             .toCompletableFuture()
 *             .join();
 * }
 * }</pre>
 */
public final class Gateway implements AutoCloseable {
    private final RunningParts parts;
    private final PartsHealth health;
    private final Readiness readiness;
    private final HealthWatch watch;
    /** Held while parts are started or closed: one or the other. */
    private final Object startOrClose = new Object();

    // Written under the gateway's lock.
    private volatile GatewayState state = GatewayState.NEW;
    private volatile @Nullable DrainSequence drain;

    Gateway(GatewayParts given) {
        parts = new RunningParts(given);
        List<Supplier<Health>> liveness = new ArrayList<>(parts.liveness());
        liveness.add(this::drainLiveness);
        health = new PartsHealth(this::state, parts.components(), liveness);
        readiness = new Readiness(health::components);
        watch = new HealthWatch(health::components, given.metrics(), readiness::look);
    }

    public static GatewayBuilder builder() {
        return new GatewayBuilder();
    }

    /**
     * Starts every part and returns; {@link #state} says when clients are taken.
     *
     * @throws IOException when the transport can't listen; everything that was started is closed then
     * @throws IllegalStateException when called twice, or after {@link #close}
     */
    public void start() throws IOException {
        synchronized (startOrClose) {
            if (!moved(GatewayState.NEW, GatewayState.STARTING)) {
                throw new IllegalStateException("The gateway was started before: it is " + state);
            }
            try {
                parts.start(this::state);
                watch.start();
            } catch (IOException | RuntimeException | Error e) {
                close();
                throw e;
            }
        }
        parts.caughtUp().thenRun(() -> {
            if (moved(GatewayState.STARTING, GatewayState.READY)) {
                readiness.look();
            }
        });
    }

    /**
     * Puts an event straight into the log. Completes once the log has it; a failed stage means that nobody can tell: publish
     * it again, with the same id. After {@link #close} the stage fails. Any thread, never blocks for long.
     *
     * @throws RefusedEventException for an event that no gateway may carry, with what to send instead
     * @throws IllegalStateException before {@link #start}: nobody would follow the log
     */
    public CompletionStage<Void> publish(Event event) {
        return append("publish", () -> Envelope.admit(event));
    }

    /**
     * Ends connections on whatever instance they are, in order with the events: 4300, or {@code RECONNECT}. Completes once the
     * log has it; every instance acts on it when it has read as far, those that are connected to the log within a second. A
     * failed stage means that nobody can tell: kick again, which at worst ends connections that came meanwhile. After
     * {@link #close} the stage fails. Whether anybody was there to be kicked isn't told. Any thread, never blocks for long.
     *
     * @throws IllegalStateException before {@link #start}: nobody would follow the log
     */
    public CompletionStage<Void> kick(Kick kick) {
        requireNonNull(kick, "kick");
        return append("kick", () -> kick);
    }

    /**
     * Revokes tokens on every instance: connections that go by one end with 4301 within a second, and {@code IDENTIFY} and
     * {@code RESUME} with one are refused with 4004, also by instances that start later, for as long as such a token can live
     * ({@code maxTokenLife} and 90 s). Completes once the log has it and keeps it (without a bus that instances share: until
     * this gateway ends). A failed stage means that nobody can tell: revoke again, which is the same as once where the token or a time is
     * stated, and reaches the tokens issued in between where it isn't. After
     * {@link #close} the stage fails. Any thread, never blocks for long.
     *
     * @throws IllegalArgumentException for tokens issued before a time that lies more than 90 s ahead: they could outlive their
     *     revocation
     * @throws IllegalStateException before {@link #start}: nobody would follow the log
     */
    public CompletionStage<Void> revoke(Revocation revocation) {
        Instant before = requireNonNull(revocation, "revocation").issuedBefore();
        if (before != null && before.isAfter(Instant.now().plus(ClusterBus.CLOCK_TOLERANCE))) {
            throw new IllegalArgumentException("issuedBefore lies in the future, at " + before
                    + ": leave it out to revoke what has been issued until now");
        }
        return append("revoke", () -> revocation);
    }

    private CompletionStage<Void> append(String call, Supplier<? extends Entry> entry) {
        GatewayState now = state;
        if (now == GatewayState.NEW) {
            throw new IllegalStateException("The gateway isn't started: call start() before " + call + "(...)");
        } else if (now == GatewayState.CLOSED) {
            return CompletableFuture.failedFuture(new IllegalStateException("The gateway is closed"));
        }
        return parts.append(entry.get());
    }

    /** What this instance carries now. */
    public GatewayStats stats() {
        return parts.stats();
    }

    public GatewayState state() {
        return state;
    }

    /** Up when every component is; otherwise the first reason. */
    public Health health() {
        return health.health();
    }

    /**
     * Up while every vital thread, of the gateway and of its parts, lives and turns; otherwise the first reason. Down for a
     * minute or so, only a new process helps. Any thread; never blocks, never throws.
     */
    public Health liveness() {
        return health.liveness();
    }

    /**
     * Whether new clients are better sent here than to another instance, and if not, the first reason. As {@link #health}, but for a
     * {@code verifier} that has worked once: the sessions that are open go on without it.
     */
    public Health readiness() {
        return readiness.now();
    }

    /**
     * Health of each part: {@code transport}, {@code bus}, {@code source}, {@code verifier}, as far as there is one, those of
     * {@link GatewayBuilder#component}, and {@code gateway}: itself, down while it starts, drains or is closed. What doesn't
     * pass by itself comes first.
     */
    public Map<String, Health> components() {
        return health.components();
    }

    /**
     * Leaves in paced batches: not ready, {@code drain.delay}, no more events from the source (other instances get the
     * partitions), and once it has stopped, or after 2 s, {@code RECONNECT} to {@code drain.rate} connections a second while
     * still delivering, 4100 five seconds after each, 1012 to the rest 2 s before {@code drain.timeout} is over (at half of it
     * where it is shorter than 4 s). Completes when no connection is left and the source has stopped, or with
     * {@code drain.timeout}, which begins when {@code drain.delay} ends. Idempotent.
     *
     * @throws IllegalStateException when the gateway doesn't run
     */
    public CompletionStage<Void> drain() {
        synchronized (this) {
            DrainSequence begun = drain;
            if (begun != null) {
                return begun.done();
            }
            if (state != GatewayState.STARTING && state != GatewayState.READY) {
                throw new IllegalStateException("Only a running gateway can be drained: it is " + state);
            }
            watch.close();
            DrainSequence sequence = parts.drain();
            state = GatewayState.DRAINING;
            drain = sequence;
            return sequence.start();
        }
    }

    /**
     * Stops at once: connections that are left are closed with 1012 and get 2 s to take that, also after a drain, and every
     * part that the gateway was given is closed: transport, source, bus, verifier. Call {@link #drain} before for a graceful end. Idempotent.
     */
    @Override
    public void close() {
        synchronized (startOrClose) {
            GatewayState before = leave();
            if (before != GatewayState.CLOSED) {
                parts.close(before != GatewayState.NEW);
            }
        }
    }

    private synchronized GatewayState leave() {
        GatewayState before = state;
        watch.close();
        state = GatewayState.CLOSED;
        DrainSequence begun = drain;
        if (begun != null) {
            begun.cancel();
        }
        return before;
    }

    private synchronized boolean moved(GatewayState from, GatewayState to) {
        boolean moves = state == from;
        state = moves ? to : state;
        return moves;
    }

    private Health drainLiveness() {
        DrainSequence leaving = drain;
        return leaving == null ? Health.UP : leaving.liveness();
    }
}
