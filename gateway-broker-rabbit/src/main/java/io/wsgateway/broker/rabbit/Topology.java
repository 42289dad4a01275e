package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.LongString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges and queues between services and this gateway: {@code gateway.events} → {@code gateway.events.hash} →
 * partitions. Where RabbitMQ lacks the hash exchange, or where there already is a queue {@code gateway.events.all}, that
 * one queue takes the partitions' place: with both, every event would come twice. One thread at a time.
 */
final class Topology {
    static final Entity EVENTS_EXCHANGE = Entity.exchange(Names.EVENTS, "topic");
    static final Entity HASH_EXCHANGE = Entity.exchange(Names.HASH, Names.HASH_TYPE);
    private static final Entity DEAD_EXCHANGE = Entity.exchange(Names.DEAD, "fanout");
    /** ms that RabbitMQ gets to agree to an end. */
    private static final int GOODBYE_MILLIS = 2_000;

    private static final String EVERY_KEY = "#";
    /** Dead letters that are kept; then the oldest goes. */
    private static final int MOST_DEAD = 100_000;
    /**
     * From this release on a message is dropped after 20 deliveries unless the queue says otherwise; deliveries count up in
     * outages too. Earlier releases have no limit unless asked, and take -1, with which these have none, for one that every
     * message has reached when it comes back.
     */
    private static final int LIMITS_DELIVERIES = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Topology.class);

    private final RabbitConfig config;
    private final Connector connector;
    private final RequiredProperties required;
    /** Warnings so far: each is given once, not after each reconnect. */
    private final Set<String> said = new HashSet<>();
    /** All was there before: what is missing was deleted. */
    private boolean known;
    /** A partition was missing among others: where it is bound again isn't where RabbitMQ restores it. */
    private volatile boolean disordered;

    Topology(RabbitConfig config, Connector connector) {
        this.config = config;
        this.connector = connector;
        required = new RequiredProperties(config);
    }

    /**
     * What is used on one connection.
     *
     * @param partitions to consume
     */
    record Prepared(Declarations there, Map<String, Object> arguments, List<Partition> partitions) {
        boolean single() {
            return partitions.contains(Partition.ALL);
        }

        Entity queue(Partition partition) {
            return Entity.queue(partition.queue(), arguments);
        }
    }

    /**
     * Sees to everything.
     *
     * @param progress run at least every 30 s
     * @throws UnfitTopologyException where somebody has to do something first
     */
    Prepared prepare(Connection connection, Runnable progress) throws IOException, TimeoutException {
        Declarations there = new Declarations(connection, config.declare(), progress);
        exchange(there, EVENTS_EXCHANGE);
        Prepared prepared = new Prepared(there, arguments(version(connection)), kind(there, progress));
        see(prepared);
        known = true;
        return prepared;
    }

    /**
     * Looks again, at any time later: what is missing is declared and bound, what is there is judged.
     *
     * @throws UnfitTopologyException where somebody has to do something; another failure means that it couldn't be seen this time
     */
    void see(Prepared prepared) throws IOException, TimeoutException {
        Declarations there = prepared.there();
        exchange(there, EVENTS_EXCHANGE);
        declareDead(there);
        fit(there, DEAD_EXCHANGE);
        if (prepared.single()) {
            one(there, prepared);
        } else {
            share(there, prepared);
        }
    }

    /** Whether a queue is being put back in its place: whoever leaves off now leaves keys where they don't belong. */
    boolean isReordering() {
        return disordered;
    }

    /** Where poison goes. */
    static void declareDead(Declarations there) throws IOException, TimeoutException {
        there.declare(DEAD_EXCHANGE);
        there.declare(Entity.queue(Names.DEAD, Map.of("x-queue-type", "quorum", "x-max-length", MOST_DEAD)));
        there.bindQueue(Names.DEAD, Names.DEAD, "");
    }

    /** What there is to consume; its queues need not be there yet. */
    private List<Partition> kind(Declarations there, Runnable progress) throws IOException, TimeoutException {
        if (there.queueExists(Partition.ALL.queue())) {
            refuseBoth(there);
            warn("All events go through the queue " + Partition.ALL.queue() + ", which one instance at a time reads. To"
                    + " share the work: enable rabbitmq_consistent_hash_exchange, pause the publishers until the queue"
                    + " is empty, stop all gateways, delete the queue, start them");
            return List.of(Partition.ALL);
        } else if (there.exchangeExists(Names.HASH) || hashes(progress)) {
            refuseOtherNumber(there);
            exchange(there, HASH_EXCHANGE);
            if (there.queueExists(Partition.ALL.queue())) {
                throw new IOException("another instance declares the queue " + Partition.ALL.queue() + " just now");
            }
            return IntStream.range(0, config.partitions())
                    .mapToObj(Partition::of)
                    .toList();
        }
        warn("RabbitMQ lacks the exchange type " + Names.HASH_TYPE
                + " (plugin rabbitmq_consistent_hash_exchange): all events"
                + " go through one queue, in order, which one instance at a time reads");
        return List.of(Partition.ALL);
    }

    /**
     * Nobody can ask for a binding. So where all is there that gateways bind, it counts as bound; the exchange or the
     * partitions alone take no events.
     */
    private static void refuseBoth(Declarations there) throws IOException, TimeoutException {
        if (there.exchangeExists(Names.HASH)
                && there.queueExists(Partition.of(0).queue())) {
            throw new IOException("there is the queue " + Partition.ALL.queue() + ", and there are partitions behind "
                    + Names.HASH
                    + ": every event would come twice. Stop all gateways; to share the work delete the queue"
                    + " (what only it holds is lost), to stay with it delete that exchange and the partitions");
        }
    }

    private void refuseOtherNumber(Declarations there) throws IOException, TimeoutException {
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
    }

    /** Between declaring and binding it looks for the other kind, as {@link #kind} does: so one sees the other. */
    private void one(Declarations there, Prepared prepared) throws IOException, TimeoutException {
        if (queue(there, prepared.queue(Partition.ALL)) && there.exchangeExists(Names.HASH)) {
            there.deleteIdle(Partition.ALL.queue());
            throw new IOException("another instance declares partitions just now");
        }
        there.bindQueue(Partition.ALL.queue(), Names.EVENTS, EVERY_KEY);
    }

    private void share(Declarations there, Prepared prepared) throws IOException, TimeoutException {
        exchange(there, HASH_EXCHANGE);
        List<Entity> queues =
                prepared.partitions().stream().map(prepared::queue).toList();
        List<String> missing = new ArrayList<>();
        for (Entity queue : queues) {
            if (!there.exists(queue)) {
                missing.add(queue.name());
            }
        }
        disordered = disordered || (!missing.isEmpty() && missing.size() < queues.size());
        // The first comes last: where it is, all are, though an instance had died in between.
        for (int i = queues.size() - 1; i >= 0; i--) {
            queue(there, queues.get(i));
        }
        if (known && !missing.isEmpty()) {
            LOG.warn(
                    "{} had been deleted and is declared again: what it held is lost, and RabbitMQ gave most keys to other"
                            + " queues meanwhile, so events of these minutes may come out of order",
                    String.join(", ", missing));
        }
        HashBindings bindings = new HashBindings(there, prepared.partitions());
        bindings.bind();
        if (disordered && config.declare()) {
            bindings.order();
            disordered = false;
        }
        // Last: a queue more changes where a key goes, so nothing may flow before all are there.
        there.bindExchange(Names.HASH, Names.EVENTS, EVERY_KEY);
    }

    private void exchange(Declarations there, Entity exchange) throws IOException, TimeoutException {
        if (!there.declare(exchange)) {
            fit(there, exchange);
        } else if (known) {
            LOG.warn("The {} had been deleted and is declared again", exchange);
        }
    }

    /** @return whether it wasn't there before */
    private boolean queue(Declarations there, Entity queue) throws IOException, TimeoutException {
        boolean declared = there.declare(queue);
        if (!declared) {
            fit(there, queue);
        }
        return declared;
    }

    private void fit(Declarations there, Entity wanted) throws IOException, TimeoutException {
        Entity found = required.check(there, wanted).orElse(wanted);
        List<String> losing = found.isQueue() ? RequiredProperties.losing(found) : List.of();
        if (!losing.isEmpty()) {
            warn("The " + found + " was declared with " + String.join(", ", losing)
                    + ": RabbitMQ may throw events away");
        }
    }

    /** Whether the hash exchange can be had: an unknown type may cost the connection, so a throw-away one asks. */
    private boolean hashes(Runnable progress) throws IOException, TimeoutException {
        if (!config.declare()) {
            throw new UnfitTopologyException("there is neither an exchange " + Names.HASH + " nor a queue "
                    + Partition.ALL.queue() + ": declare one, or let the gateway do so");
        }
        Connection probe = connector.open("probe", progress);
        try {
            new Declarations(probe, true, progress).declare(HASH_EXCHANGE);
            return true;
        } catch (IOException e) {
            if (AmqpErrors.unknownType(e)) {
                return false;
            }
            throw e;
        } finally {
            probe.abort(GOODBYE_MILLIS);
        }
    }

    /** @param version of the server, empty where it doesn't say: taken for one that limits deliveries */
    static Map<String, Object> arguments(String version) {
        Map<String, Object> arguments = new HashMap<>(Map.of(
                "x-queue-type", "quorum", "x-single-active-consumer", true, "x-dead-letter-exchange", Names.DEAD));
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

    private void warn(String what) {
        if (said.add(what)) {
            LOG.warn(what);
        }
    }
}
