package io.wsgateway;

import static java.util.Objects.requireNonNull;

import io.wsgateway.internal.lane.LaneGroup;
import io.wsgateway.internal.ring.ControlEntries;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.ring.RingFollower;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Event;
import io.wsgateway.model.RefusedEventException;
import io.wsgateway.protocol.Envelope;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.Component;
import io.wsgateway.spi.EventSource;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.Later;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.spi.Transport;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    /** ns that close frames get on {@link #close}. */
    private static final long LAST_WORDS = 2_000_000_000L;

    /** Of the heap, what may wait in connections: with the window's quarter, half of it is left for all else. */
    private static final int WAITING_PART = 4;
    /** Made beforehand: there may be no memory for it when it is needed. */
    private static final Health UNKNOWN = Health.down("it can't be told: something failed, or memory is short");

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Transport transport;
    private final TokenVerifier verifier;
    private final ClusterBus bus;
    private final @Nullable EventSource source;
    private final GatewayConfig config;
    private final ClockThread clock = new ClockThread();
    private final LaneGroup lanes;
    private final RingFollower ringFollower;
    private final Map<String, Component> others;
    private final Supplier<Map<String, String>> shared;
    private final Readiness readiness;
    private final HealthWatch watch;
    /** Held while parts are started or closed: one or the other. */
    private final Object parts = new Object();

    // Written under the gateway's lock.
    private volatile GatewayState state = GatewayState.NEW;
    private volatile @Nullable DrainSequence drain;

    Gateway(GatewayBuilder.Parts parts) {
        transport = parts.transport();
        verifier = parts.tokenVerifier();
        bus = parts.clusterBus();
        source = parts.eventSource();
        config = parts.config();
        GatewayMetrics metrics = parts.metrics();
        Ring ring =
                new Ring(config.resume().window().toMillis(), config.resume().bytes());
        ControlEntries changes = new ControlEntries();
        lanes = new LaneGroup(new LaneGroup.Parts(
                ring, changes, limits(config), verifier, parts.guildAccess(), metrics, InstantSource.system(), clock));
        ringFollower = new RingFollower(ring, changes, lanes, metrics);
        others = parts.others();
        shared = () -> SharedFacts.of(config, parts.guildAccess(), verifier);
        readiness = new Readiness(this::components);
        watch = new HealthWatch(this::components, metrics, readiness::look);
        metrics.gauge("connections", lanes::identified);
        metrics.gauge("guilds", lanes::guilds);
        metrics.gauge("bytes.waiting", lanes::waitingBytes);
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
        synchronized (parts) {
            if (!moved(GatewayState.NEW, GatewayState.STARTING)) {
                throw new IllegalStateException("The gateway was started before: it is " + state);
            }
            try {
                clock.start();
                lanes.start();
                transport.start(new Door(this::state, lanes, config.limits()));
                bus.mustAgree(shared);
                bus.start(ringFollower);
                if (source != null) {
                    source.start(new BusSink(bus));
                }
                watch.start();
            } catch (IOException | RuntimeException | Error e) {
                close();
                throw e;
            }
        }
        ringFollower.caughtUp().thenRun(() -> {
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
        GatewayState now = state;
        if (now == GatewayState.NEW) {
            throw new IllegalStateException("The gateway isn't started: call start() before publish(...)");
        } else if (now == GatewayState.CLOSED) {
            return CompletableFuture.failedFuture(new IllegalStateException("The gateway is closed"));
        }
        return bus.append(List.of(Envelope.admit(event)));
    }

    /** What this instance carries now. */
    public GatewayStats stats() {
        return new GatewayStats(lanes.identified(), lanes.guilds());
    }

    public GatewayState state() {
        return state;
    }

    /** Up when every component is; otherwise the first reason. */
    public Health health() {
        for (Map.Entry<String, Health> component : components().entrySet()) {
            if (!component.getValue().up()) {
                return Readiness.reason(component.getKey(), component.getValue());
            }
        }
        return Health.UP;
    }

    /**
     * Up while every vital thread, of the gateway and of its parts, lives and turns; otherwise the first reason. Down for a
     * minute or so, only a new process helps. Any thread; never blocks, never throws.
     */
    public Health liveness() {
        try {
            return firstDeath();
        } catch (Throwable e) {
            return UNKNOWN;
        }
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
        Map<String, Health> components = new LinkedHashMap<>();
        GatewayState now = state;
        Health own = own(now);
        boolean leaves = now == GatewayState.DRAINING || now == GatewayState.CLOSED;
        if (leaves) {
            components.put(Readiness.GATEWAY, own);
        }
        components.put("transport", healthOf(transport));
        components.put("bus", healthOf(bus));
        if (source != null) {
            components.put("source", healthOf(source));
        }
        components.put(Readiness.VERIFIER, healthOf(verifier));
        others.forEach((name, part) -> components.put(name, healthOf(part)));
        if (!leaves) {
            components.put(Readiness.GATEWAY, own);
        }
        return components;
    }

    private static Health own(GatewayState state) {
        return switch (state) {
            case NEW -> Health.down("not started");
            case STARTING -> Health.down("starting");
            case READY -> Health.UP;
            case DRAINING -> Health.down("draining");
            case CLOSED -> Health.down("closed");
        };
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
            DrainSequence sequence = new DrainSequence(config.drain(), lanes, this::stopRelaying, System::nanoTime);
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
        synchronized (parts) {
            GatewayState before = leave();
            if (before != GatewayState.CLOSED) {
                close(before);
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

    private void close(GatewayState before) {
        if (before != GatewayState.NEW) {
            fenced("The transport's stop", transport::stopAccepting);
            fenced("The source's stop", this::stopRelaying);
            fenced("The connections' close", () -> lanes.closeAll(CloseReason.RESTART));
            long deadline = System.nanoTime() + LAST_WORDS;
            while (lanes.open() > 0 && System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        fenced("The transport's close", transport::close);
        fenced("The lanes' close", lanes::close);
        clock.close();
        if (source != null) {
            fenced("The source's close", source::close);
        }
        fenced("The bus's close", bus::close);
        fenced("The verifier's close", verifier::close);
    }

    // One part that breaks its promise must not keep the next ones open.
    private static void fenced(String what, Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            say(what, e);
        }
    }

    private static void say(String what, Throwable fault) {
        try {
            LOG.warn("{} failed", what, fault);
        } catch (Throwable unsaid) {
            // Memory is short, and the next part is to be closed all the same.
        }
    }

    private synchronized boolean moved(GatewayState from, GatewayState to) {
        boolean moves = state == from;
        state = moves ? to : state;
        return moves;
    }

    // First nobody may expect us to take the partitions back, then they are let go.
    private CompletionStage<Void> stopRelaying() {
        fenced("The bus's retirement", bus::retire);
        return source == null ? CompletableFuture.completedStage(null) : source.stop();
    }

    private static Health healthOf(Component component) {
        try {
            return requireNonNull(component.health(), "no health");
        } catch (RuntimeException | LinkageError e) {
            return Health.down("its health can't be told: " + e);
        } catch (Error e) {
            return UNKNOWN;
        }
    }

    private Health firstDeath() {
        Health health = clock.liveness();
        health = health.up() ? lanes.liveness() : health;
        health = health.up() ? ringFollower.liveness() : health;
        health = health.up() ? Later.liveness() : health;
        health = health.up() ? drainLiveness() : health;
        for (Component part : List.of(transport, bus, verifier)) {
            health = health.up() ? part.liveness() : health;
        }
        return health.up() && source != null ? source.liveness() : health;
    }

    private Health drainLiveness() {
        DrainSequence leaving = drain;
        return leaving == null ? Health.UP : leaving.liveness();
    }

    private static SessionLimits limits(GatewayConfig config) {
        return new SessionLimits(
                config.heartbeat().interval(),
                config.heartbeat().timeout(),
                config.heartbeat().identify(),
                config.limits().subscriptions(),
                config.limits().connectionsPerUser(),
                config.scope() == GatewayConfig.SubscriptionScope.USER,
                config.limits().queueStall(),
                Runtime.getRuntime().maxMemory() / WAITING_PART,
                TokenLife.keepChanges(config));
    }
}
