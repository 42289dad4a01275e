package io.wsgateway;

import io.wsgateway.internal.lane.LaneGroup;
import io.wsgateway.internal.ring.ControlEntries;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.ring.RingFollower;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.internal.support.Clocks;
import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Event;
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
import java.util.ArrayList;
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
 * What a gateway runs: the parts that it was given, and between them its own, the clock, the lanes and the follower of the
 * log. Starts and closes them in their order: not both at once; all else on any thread.
 */
final class RunningParts {
    /** ns that close frames get on {@link #close}. */
    private static final long LAST_WORDS = 2_000_000_000L;

    /** Of the heap, what may wait in connections: with the window's quarter, half of it is left for all else. */
    private static final int WAITING_PART = 4;

    private static final Logger LOG = LoggerFactory.getLogger(RunningParts.class);

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

    RunningParts(GatewayParts parts) {
        transport = parts.transport();
        verifier = parts.tokenVerifier();
        bus = parts.clusterBus();
        source = parts.eventSource();
        config = parts.config();
        others = parts.others();
        GatewayMetrics metrics = parts.metrics();
        Ring ring =
                new Ring(config.resume().window().toMillis(), config.resume().bytes());
        ControlEntries changes = new ControlEntries();
        lanes = new LaneGroup(new LaneGroup.Parts(
                ring,
                changes,
                limits(config),
                verifier,
                parts.guildAccess(),
                metrics,
                new Clocks(InstantSource.system(), clock, System::nanoTime)));
        ringFollower = new RingFollower(ring, changes, lanes, metrics);
        shared = () -> SharedFacts.of(config, parts.guildAccess(), verifier);
        metrics.gauge("connections", lanes::identified);
        metrics.gauge("guilds", lanes::guilds);
        metrics.gauge("bytes.waiting", lanes::waitingBytes);
    }

    /**
     * Once.
     *
     * @param state asked for each newcomer, on any thread
     * @throws IOException when the transport can't listen; what was started is for the caller to close
     */
    void start(Supplier<GatewayState> state) throws IOException {
        clock.start();
        lanes.start();
        transport.start(new Door(state, lanes, config.limits()));
        bus.mustAgree(shared);
        bus.start(ringFollower);
        if (source != null) {
            source.start(new BusSink(bus));
        }
    }

    /** Completes when what the log had at the start has been read. */
    CompletionStage<Void> caughtUp() {
        return ringFollower.caughtUp();
    }

    CompletionStage<Void> publish(Event admitted) {
        return bus.append(List.of(admitted));
    }

    GatewayStats stats() {
        return new GatewayStats(lanes.identified(), lanes.guilds());
    }

    /** By name, in the order in which their health is told. */
    Map<String, Component> components() {
        Map<String, Component> components = new LinkedHashMap<>();
        components.put("transport", transport);
        components.put("bus", bus);
        if (source != null) {
            components.put("source", source);
        }
        components.put(Readiness.VERIFIER, verifier);
        components.putAll(others);
        return components;
    }

    /** The liveness of each: of the gateway's own first. */
    List<Supplier<Health>> liveness() {
        List<Supplier<Health>> all = new ArrayList<>(List.of(
                clock::liveness,
                lanes::liveness,
                ringFollower::liveness,
                Later::liveness,
                transport::liveness,
                bus::liveness,
                verifier::liveness));
        if (source != null) {
            all.add(source::liveness);
        }
        return all;
    }

    /** The way out, from now on; to be started. */
    DrainSequence drain() {
        return new DrainSequence(config.drain(), lanes, this::stopRelaying, System::nanoTime);
    }

    // First nobody may expect us to take the partitions back, then they are let go.
    private CompletionStage<Void> stopRelaying() {
        fenced("The bus's retirement", bus::retire);
        return source == null ? CompletableFuture.completedStage(null) : source.stop();
    }

    /**
     * Once. Never throws.
     *
     * @param started whether a start was tried: who is connected is told then, for 2 s at most
     */
    void close(boolean started) {
        if (started) {
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

    private static SessionLimits limits(GatewayConfig config) {
        return new SessionLimits(
                new SessionLimits.Deadlines(
                        config.heartbeat().interval(),
                        config.heartbeat().timeout(),
                        config.heartbeat().identify(),
                        config.limits().queueStall()),
                SessionLimits.Rates.messages(config.limits().messagesPerMinute()),
                config.limits().subscriptions(),
                config.limits().connectionsPerUser(),
                config.scope() == GatewayConfig.SubscriptionScope.USER,
                Runtime.getRuntime().maxMemory() / WAITING_PART,
                TokenLife.keepChanges(config));
    }
}
