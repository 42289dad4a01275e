package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.Connection;
import io.wsgateway.broker.rabbit.PartitionRelay.Shared.Limits;
import io.wsgateway.broker.rabbit.PartitionRelay.Shared.Outlet;
import io.wsgateway.broker.rabbit.PartitionRelay.Shared.Reports;
import io.wsgateway.broker.rabbit.PartitionRelay.Shared.Target;
import io.wsgateway.protocol.Envelope;
import io.wsgateway.spi.EventSource;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.Health;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the events that services publish to RabbitMQ into the log: in order per routing key, each acknowledged only once
 * the log has it. Any number of instances share the work. Thread-safe.
 *
 * <p>RabbitMQ may be away at the start and at any time later; {@link #health} says so. {@link #stop} waits for a log that
 * fails as long as the configured patience; what isn't acknowledged then, RabbitMQ gives to another instance.
 */
public final class RabbitEventSource implements EventSource {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int GOODBYE_MILLIS = 2_000;
    /** Putting a queue back takes RabbitMQ milliseconds. */
    private static final Duration ORDER = Duration.ofSeconds(2);

    private static final long ORDER_LOOK = 20_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(RabbitEventSource.class);

    /** 1 MiB for two of each of eight partitions. */
    private static final int SPARE_BYTES = 16 << 20;

    private final RabbitConfig config;
    private final Duration deadLetterPatience;
    private final StalledPartitions stalled = new StalledPartitions();
    private final RateLimitedLog lines = new RateLimitedLog(
            (count, last) -> LOG.warn("{}{}", last, count == 1 ? "" : " (and " + (count - 1) + " before)"));
    private final PrefetchLimit prefetchLimit;
    private final Connector connector;
    private final Topology topology;
    private final DeadLetters dead;
    private final ConnectionSupervisor supervisor;
    private volatile boolean stopping;
    private volatile List<PartitionRelay> relays = List.of();
    private @Nullable LogProbe logProbe;
    private volatile @Nullable TopologyWatch topologyWatch;

    public RabbitEventSource(RabbitConfig config) {
        this(config, GatewayMetrics.NONE);
    }

    /** @param metrics counts {@code events.poison} and {@code events.dropped} */
    public RabbitEventSource(RabbitConfig config, GatewayMetrics metrics) {
        this(config, metrics, DeadLetterRetryPolicy.PATIENCE);
    }

    RabbitEventSource(RabbitConfig config, GatewayMetrics metrics, Duration deadLetterPatience) {
        this.config = config;
        this.deadLetterPatience = deadLetterPatience;
        prefetchLimit = new PrefetchLimit(config.prefetch(), System::nanoTime);
        connector = new Connector(config);
        topology = new Topology(config, connector);
        dead = new DeadLetters(config, connector, metrics);
        supervisor = new ConnectionSupervisor(config, connector, "events");
    }

    @Override
    public synchronized void start(Sink sink) {
        if (stopping || logProbe != null) {
            throw new IllegalStateException("A source is started once, and this one was started or stopped before");
        }
        LogProbe probe = new LogProbe(sink, config.sinkPatience());
        logProbe = probe;
        supervisor.start((connection, ready) -> relay(connection, ready, sink, probe));
    }

    /**
     * From the next connection on, the user and the password of this address are used; those that are open stay. Any thread.
     *
     * @throws IllegalArgumentException if anything else in it is another than in the configuration
     */
    public void changeLogin(String uri) {
        connector.changeLogin(uri);
    }

    @Override
    public CompletionStage<Void> stop() {
        stopping = true;
        return supervisor.finish();
    }

    @Override
    public Health health() {
        Health connected = supervisor.health();
        LogProbe log = logProbe();
        if (!connected.up()) {
            return connected;
        }
        if (log != null && !log.reachable()) {
            return Health.down("no events are taken from RabbitMQ until the log answers");
        }
        TopologyWatch looks = topologyWatch;
        return Stream.of(stalled.health(), dead.health(), looks == null ? Health.UP : looks.health())
                .filter(health -> !health.up())
                .findFirst()
                .orElse(Health.UP);
    }

    @Override
    public Health liveness() {
        TopologyWatch looks = topologyWatch;
        return Stream.concat(
                        Stream.of(supervisor.liveness(), dead.liveness(), looks == null ? Health.UP : looks.liveness()),
                        relays.stream().map(PartitionRelay::liveness))
                .filter(health -> !health.up())
                .findFirst()
                .orElse(Health.UP);
    }

    @Override
    public void close() {
        stopping = true;
        finishOrder();
        supervisor.close();
        dead.close();
        lines.close();
    }

    /** A moment for putting a deleted queue back in its place, which nobody else would go on with. */
    private void finishOrder() {
        long until = System.nanoTime() + ORDER.toNanos();
        while (topology.isReordering()
                && System.nanoTime() - until < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, ORDER_LOOK);
        }
    }

    @Override
    public String toString() {
        return "RabbitEventSource[" + config + "]";
    }

    private synchronized @Nullable LogProbe logProbe() {
        return logProbe;
    }

    /** Works on one connection as long as it lasts. */
    private void relay(Connection connection, Runnable ready, Sink sink, LogProbe probe)
            throws IOException, TimeoutException, InterruptedException {
        Topology.Prepared prepared = topology.prepare(connection, supervisor::progress);
        List<Partition> partitions = prepared.partitions();
        ready.run();
        RelayConnection relayed = new RelayConnection(connection, () -> stopping);
        PartitionRelay.Shared shared = new PartitionRelay.Shared(
                relayed,
                new Limits(prefetchLimit, new OversizeBudget(SPARE_BYTES)),
                new Reader(Envelope::read),
                new Target(sink, probe, new CurrentAssignment(config.nodeId(), sink, partitions)),
                new Outlet(dead, deadLetterPatience),
                new Reports(stalled, lines));
        relays = partitions.stream()
                .map(partition -> new PartitionRelay(partition, shared))
                .toList();
        try (TopologyWatch looks = TopologyWatch.start(topology, prepared, relayed::fail)) {
            topologyWatch = looks;
            for (PartitionRelay relay : relays) {
                relay.start();
            }
            for (PartitionRelay relay : relays) {
                hold(connection, relay);
            }
        } finally {
            relays.forEach(PartitionRelay::interrupt);
            // One that could not be started is no thread that has died: the next connection tries again.
            relays = List.of();
            prefetchLimit.ended(connection);
        }
        Throwable failure = relayed.failure();
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    private void hold(Connection connection, PartitionRelay relay) throws InterruptedException {
        while (!relay.awaitEnd(LOOK)) {
            supervisor.progress();
            if (FilteringConnectionFactory.readerEnded(connection)) {
                LOG.warn("Giving up a connection to RabbitMQ: {}", FilteringConnectionFactory.READER_ENDED);
                connection.abort(GOODBYE_MILLIS);
            }
        }
    }
}
