package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.LongString;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges and queues between services and this gateway: {@code gateway.events} → {@code gateway.events.hash} →
 * partitions. Where RabbitMQ lacks the hash exchange, or where there already is a queue {@code gateway.events.all}, that
 * one queue takes the partitions' place: with both, every event would come twice. One thread.
 */
final class Topology {
    static final String EVENTS = "gateway.events";
    static final String DEAD = "gateway.dead";
    private static final String HASH = "gateway.events.hash";
    private static final String HASH_TYPE = "x-consistent-hash";
    private static final String EVERY_KEY = "#";
    /** Every queue gets the same share of the keys. */
    private static final String WEIGHT = "1";
    /** Dead letters that are kept; then the oldest goes. */
    private static final int MOST_DEAD = 100_000;
    /**
     * From this release on a message is dropped after 20 deliveries unless the queue says otherwise; deliveries count up in
     * outages too. Earlier releases have no limit unless asked, and take -1, with which these have none, for one that every
     * message has reached when it comes back.
     */
    private static final int LIMITS_DELIVERIES = 4;

    private static final int UNKNOWN_TYPE = 503;

    private static final Logger LOG = LoggerFactory.getLogger(Topology.class);

    private final RabbitConfig config;
    private final Connector connector;
    private @Nullable String said;

    Topology(RabbitConfig config, Connector connector) {
        this.config = config;
        this.connector = connector;
    }

    /** Sees to everything, and answers what there is to consume. */
    List<Partition> prepare(Connection connection) throws IOException, TimeoutException {
        Declarations there = new Declarations(connection, config.declare());
        there.exchange(EVENTS, "topic");
        declareDead(there);
        if (there.queueExists(Partition.ALL.queue())) {
            warn("All events go through the queue " + Partition.ALL.queue() + ", which one instance at a time reads. To"
                    + " share the work: enable rabbitmq_consistent_hash_exchange, pause the publishers until the queue"
                    + " is empty, stop all gateways, delete the queue, start them");
            return one(there, connection);
        } else if (there.exchangeExists(HASH) || hashes()) {
            return partitions(there, connection);
        }
        warn("RabbitMQ lacks the exchange type " + HASH_TYPE + " (plugin rabbitmq_consistent_hash_exchange): all events"
                + " go through one queue, in order, which one instance at a time reads");
        return one(there, connection);
    }

    /** Where poison goes. */
    static void declareDead(Declarations there) throws IOException, TimeoutException {
        there.exchange(DEAD, "fanout");
        there.queue(DEAD, Map.of("x-queue-type", "quorum", "x-max-length", MOST_DEAD));
        there.bindQueue(DEAD, DEAD, "");
    }

    private List<Partition> one(Declarations there, Connection connection) throws IOException, TimeoutException {
        there.queue(Partition.ALL.queue(), arguments(connection));
        there.bindQueue(Partition.ALL.queue(), EVENTS, EVERY_KEY);
        return List.of(Partition.ALL);
    }

    private List<Partition> partitions(Declarations there, Connection connection) throws IOException, TimeoutException {
        String beyond = Partition.of(config.partitions()).queue();
        if (there.queueExists(beyond)) {
            throw new IOException("there is a queue " + beyond + ", but this instance would read only "
                    + config.partitions() + " partitions: set the number that there is");
        }
        List<Partition> partitions =
                IntStream.range(0, config.partitions()).mapToObj(Partition::of).toList();
        there.exchange(HASH, HASH_TYPE);
        for (Partition partition : partitions) {
            there.queue(partition.queue(), arguments(connection));
            there.bindQueue(partition.queue(), HASH, WEIGHT);
        }
        // Last: a queue more changes where a key goes, so nothing may flow before all are there.
        there.bindExchange(HASH, EVENTS, EVERY_KEY);
        return partitions;
    }

    /** Whether the hash exchange can be had: an unknown type costs the connection, so a throw-away one asks. */
    private boolean hashes() throws IOException, TimeoutException {
        if (!config.declare()) {
            throw new IOException("there is neither an exchange " + HASH + " nor a queue " + Partition.ALL.queue()
                    + ": declare one, or let the gateway do so");
        }
        Connection probe = connector.open("probe");
        try {
            new Declarations(probe, true).exchange(HASH, HASH_TYPE);
            return true;
        } catch (IOException e) {
            if (probe.getCloseReason() != null
                    && Reasons.code(probe.getCloseReason().getReason()) == UNKNOWN_TYPE) {
                return false;
            }
            throw e;
        } finally {
            probe.abort();
        }
    }

    private static Map<String, Object> arguments(Connection connection) {
        Map<String, Object> arguments = new HashMap<>(
                Map.of("x-queue-type", "quorum", "x-single-active-consumer", true, "x-dead-letter-exchange", DEAD));
        if (release(connection) >= LIMITS_DELIVERIES) {
            arguments.put("x-delivery-limit", -1);
        }
        return arguments;
    }

    private static int release(Connection connection) {
        Object version = connection.getServerProperties().get("version");
        String number = version instanceof LongString || version instanceof String ? version.toString() : "";
        int dot = number.indexOf('.');
        // Where it is unknown, 20 deliveries are better than one.
        return dot < 1 || !number.substring(0, dot).chars().allMatch(Character::isDigit)
                ? 0
                : Integer.parseInt(number.substring(0, dot));
    }

    /** Says it once, not after each reconnect. */
    private void warn(String what) {
        if (!what.equals(said)) {
            said = what;
            LOG.warn(what);
        }
    }
}
