package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.ShutdownSignalException;
import io.wsgateway.broker.rabbit.Topology.Prepared;
import io.wsgateway.spi.EndSignal;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the topology again and again, as long as one connection is used. Once may fail; from the second time on nobody
 * repairs anything, and {@link #health} says why.
 */
final class TopologyWatch implements AutoCloseable {
    /** What vanishes is there again within 10 s. */
    private static final Duration PERIOD = Duration.ofSeconds(5);
    /** Each question is a turn, of at most two answers of RabbitMQ, and it gets 10 s for each. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(TopologyWatch.class);

    private final Topology topology;
    private final Prepared prepared;
    private final Consumer<Exception> unfit;
    private final TopologyHealth looks = new TopologyHealth(LOG, "what is deleted or unbound stays so");
    private final EndSignal closed = new EndSignal();
    private final SupervisedThread thread = new SupervisedThread("gateway-rabbit-topology", PATIENCE, this::run);

    private TopologyWatch(Topology topology, Prepared prepared, Consumer<Exception> unfit) {
        this.topology = topology;
        this.prepared = prepared;
        this.unfit = unfit;
    }

    /** @param unfit told when somebody has to do something first; then it is over */
    static TopologyWatch start(Topology topology, Prepared prepared, Consumer<Exception> unfit) {
        TopologyWatch watch = new TopologyWatch(topology, prepared, unfit);
        watch.thread.start();
        return watch;
    }

    Health health() {
        return looks.health();
    }

    Health liveness() {
        return thread.liveness();
    }

    /** Waits for the look that is under way: at most for one answer of RabbitMQ. */
    @Override
    public void close() {
        closed.signal();
        thread.join();
    }

    private void run() throws InterruptedException {
        prepared.there().handTo(thread::progress);
        while (!closed.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
            thread.progress();
            try {
                topology.see(prepared);
                looks.seen();
            } catch (UnfitTopologyException e) {
                unfit.accept(e);
                return;
            } catch (IOException | TimeoutException | ShutdownSignalException e) {
                // Rights may have been taken away, and come back.
                prepared.there().rightsMayChange();
                looks.notSeen(AmqpErrors.of(e));
            }
        }
    }
}
