package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bindings of the partitions to the hash exchange. Where a key goes is decided by the order in which they were made,
 * and a RabbitMQ that starts makes them again in the order of the queues' names, {@code p10} before {@code p2}. So we do, too:
 * with another order a restart would send most keys elsewhere.
 */
final class HashBindings {
    /** Every queue gets the same share of the keys. */
    private static final String WEIGHT = "1";

    private static final String LOCK = "gateway.events.ring";

    private static final Logger LOG = LoggerFactory.getLogger(HashBindings.class);

    private final Declarations there;
    private final List<String> queues;

    HashBindings(Declarations there, List<Partition> partitions) {
        this.there = there;
        queues = partitions.stream().map(Partition::queue).sorted().toList();
    }

    /** Makes what is missing, after all that is there. */
    void bind() throws IOException, TimeoutException {
        for (String queue : queues) {
            there.bindQueue(queue, Names.HASH, WEIGHT);
        }
    }

    /**
     * Brings it from any order into that which a restart gives: each queue in turn leaves and stands after the others. All but
     * one are bound at any time, so nothing is without a queue; where a key goes changes until the end. Several instances
     * may do so at once without harm to the order; a lock sees to it that no two queues are unbound.
     */
    void order() throws IOException, TimeoutException {
        if (queues.size() == 1 || !locked()) {
            return;
        }
        try {
            for (String queue : queues) {
                there.rebindQueue(queue, Names.HASH, WEIGHT);
            }
        } finally {
            there.unlock(LOCK);
        }
    }

    private boolean locked() throws IOException, TimeoutException {
        try {
            return there.lock(LOCK);
        } catch (IOException e) {
            if (AmqpErrors.code(e) != AMQP.ACCESS_REFUSED) {
                throw e;
            }
            LOG.warn(
                    "This user may not declare, so the partitions stay bound in an order that the next restart of RabbitMQ"
                            + " changes: most keys go to other queues then");
            return false;
        }
    }
}
