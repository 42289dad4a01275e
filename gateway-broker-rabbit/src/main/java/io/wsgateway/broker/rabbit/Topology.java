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
    /** All partitions were there before: one that is missing was deleted, and isn't one too many. */
    private boolean known;

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
            refuseBoth(there);
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

    /**
     * Nobody can ask for a binding. So where all is there that gateways bind, it counts as bound; the exchange or the
     * partitions alone take no events.
     */
    private static void refuseBoth(Declarations there) throws IOException, TimeoutException {
        if (there.exchangeExists(HASH) && there.queueExists(Partition.of(0).queue())) {
            throw new IOException("there is the queue " + Partition.ALL.queue() + ", and there are partitions behind "
                    + HASH + ": every event would come twice. Stop all gateways; to share the work delete the queue"
                    + " (what only it holds is lost), to stay with it delete that exchange and the partitions");
        }
    }

    /** Between declaring and binding it looks for the other kind, as {@link #partitions} does: so one sees the other. */
    private List<Partition> one(Declarations there, Connection connection) throws IOException, TimeoutException {
        if (there.queue(Partition.ALL.queue(), arguments(version(connection))) && there.exchangeExists(HASH)) {
            there.deleteIdle(Partition.ALL.queue());
            throw new IOException("another instance declares partitions just now");
        }
        there.bindQueue(Partition.ALL.queue(), EVENTS, EVERY_KEY);
        return List.of(Partition.ALL);
    }

    private List<Partition> partitions(Declarations there, Connection connection) throws IOException, TimeoutException {
        String beyond = Partition.of(config.partitions()).queue();
        if (there.queueExists(beyond)) {
            throw new IOException("there is a queue " + beyond + ", but this instance would read only "
                    + config.partitions() + " partitions: set the number that there is");
        }
        String first = Partition.of(0).queue();
        String last = Partition.of(config.partitions() - 1).queue();
        if (!known && there.queueExists(first) && !there.queueExists(last)) {
            throw new IOException("there is a queue " + first + ", but none " + last + " as " + config.partitions()
                    + " partitions would have: set the number that there is, or declare it again if it was deleted");
        }
        there.exchange(HASH, HASH_TYPE);
        if (there.queueExists(Partition.ALL.queue())) {
            throw new IOException("another instance declares the queue " + Partition.ALL.queue() + " just now");
        }
        List<Partition> partitions =
                IntStream.range(0, config.partitions()).mapToObj(Partition::of).toList();
        // The first comes last: where it is, all are, though an instance had died in between.
        for (int i = partitions.size() - 1; i >= 0; i--) {
            there.queue(partitions.get(i).queue(), arguments(version(connection)));
        }
        // In the order in which RabbitMQ recovers bindings: with another, a restart would send keys elsewhere.
        for (Partition partition : partitions) {
            there.bindQueue(partition.queue(), HASH, WEIGHT);
        }
        // Last: a queue more changes where a key goes, so nothing may flow before all are there.
        there.bindExchange(HASH, EVENTS, EVERY_KEY);
        known = true;
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

    /** @param version of the server, empty where it doesn't say: taken for one that limits deliveries */
    static Map<String, Object> arguments(String version) {
        Map<String, Object> arguments = new HashMap<>(
                Map.of("x-queue-type", "quorum", "x-single-active-consumer", true, "x-dead-letter-exchange", DEAD));
        if (release(version) >= LIMITS_DELIVERIES) {
            arguments.put("x-delivery-limit", -1);
        }
        return arguments;
    }

    private static String version(Connection connection) {
        Object version = connection.getServerProperties().get("version");
        return version instanceof LongString || version instanceof String ? version.toString() : "";
    }

    private static int release(String version) {
        int dot = version.indexOf('.');
        // Where it is unknown, 20 deliveries are better than one.
        return dot < 1 || !version.substring(0, dot).chars().allMatch(Character::isDigit)
                ? 0
                : Integer.parseInt(version.substring(0, dot));
    }

    /** Says it once, not after each reconnect. */
    private void warn(String what) {
        if (!what.equals(said)) {
            said = what;
            LOG.warn(what);
        }
    }
}
