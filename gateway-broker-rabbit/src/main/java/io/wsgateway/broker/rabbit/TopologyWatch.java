package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.ShutdownSignalException;
import io.wsgateway.broker.rabbit.Topology.Prepared;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the topology again and again, as long as one connection is used. */
final class TopologyWatch implements AutoCloseable {
    /** What vanishes is there again within 10 s. */
    private static final Duration PERIOD = Duration.ofSeconds(5);
    /** A look asks some forty questions, and RabbitMQ gets 10 s for each; the first that gets no answer ends it. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(TopologyWatch.class);

    private final Topology topology;
    private final Prepared prepared;
    private final Consumer<Exception> unfit;
    private final CountDownLatch closed = new CountDownLatch(1);
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

    Health liveness() {
        return thread.liveness();
    }

    /** Waits for the look that is under way: at most for one answer of RabbitMQ. */
    @Override
    public void close() {
        closed.countDown();
        thread.join();
    }

    private void run() throws InterruptedException {
        while (!closed.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
            thread.turned();
            try {
                topology.see(prepared);
            } catch (Unfit e) {
                unfit.accept(e);
                return;
            } catch (IOException | TimeoutException | ShutdownSignalException e) {
                // Whoever needs what gives no answer notices by itself.
                LOG.debug("The topology couldn't be seen this time: {}", Reasons.of(e));
            }
        }
    }
}
