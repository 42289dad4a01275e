package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is published can come to a partition, and to one only, as far as a publisher can see. Declares nothing: that
 * is an event source's to do. One thread.
 */
final class RouteCheck implements ConfirmingPublisher.Preparation {
    private static final Entity ALL = Entity.queue(Partition.ALL.queue(), Map.of());

    private final RequiredProperties required;
    private @Nullable Declarations there;
    /** What the exchange had bound to it when last seen; asked for first, since RabbitMQ logs each question for what isn't there. */
    private boolean hashed = true;

    RouteCheck(RabbitConfig config) {
        required = new RequiredProperties(config);
    }

    @Override
    public void prepare(Connection connection, Runnable progress) throws IOException, TimeoutException {
        Declarations fresh = new Declarations(connection, false, progress);
        there = fresh;
        check(fresh);
    }

    @Override
    public void again() throws IOException, TimeoutException {
        Declarations seen = there;
        if (seen == null) {
            return;
        }
        try {
            check(seen);
        } catch (IOException | TimeoutException | RuntimeException e) {
            // Rights may have been taken away, and come back.
            seen.rightsMayChange();
            throw e;
        }
    }

    private void check(Declarations there) throws IOException, TimeoutException {
        if (!there.exists(Topology.EVENTS_EXCHANGE)) {
            throw new UnfitTopologyException(
                    "there is no exchange '" + Names.EVENTS + "': a gateway that takes events declares it");
        }
        required.check(there, Topology.EVENTS_EXCHANGE);
        if (!there.exists(hashed ? Topology.HASH_EXCHANGE : ALL)) {
            hashed = !hashed;
            if (!there.exists(hashed ? Topology.HASH_EXCHANGE : ALL)) {
                throw new UnfitTopologyException("there is neither an exchange " + Names.HASH + " nor a queue "
                        + ALL.name() + ": a gateway that takes events declares one");
            }
        }
        if (hashed) {
            required.check(there, Topology.HASH_EXCHANGE);
        }
    }
}
