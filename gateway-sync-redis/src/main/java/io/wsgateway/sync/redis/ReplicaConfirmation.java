package io.wsgateway.sync.redis;

import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.sync.redis.HealthTracker.Part;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Sees to it that what one master acknowledges is on a replica too, where it has one. That is known for 5 s, so a master
 * without replicas costs no round trip. Thread-safe.
 */
final class ReplicaConfirmation {
    private static final int WAIT_MILLIS = 500;
    private static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** One that still loads its first copy confirms nothing, and no sentinel would choose it. */
    private static final Pattern REPLICA = Pattern.compile("slave\\d+:.*\\bstate=online\\b");

    private enum Replicas {
        SOME,
        NONE,
        /** INFO is not permitted. */
        UNTOLD
    }

    private final HostAndPort master;
    private final Masters masters;
    private final HealthTracker tracker;
    private final GatewayMetrics metrics;
    private volatile Known known = new Known(Replicas.UNTOLD, System.nanoTime() - KNOWN_NANOS);

    private record Known(Replicas replicas, long askedAt) {}

    ReplicaConfirmation(HostAndPort master, Masters masters, HealthTracker tracker, GatewayMetrics metrics) {
        this.master = master;
        this.masters = masters;
        this.tracker = tracker;
        this.metrics = metrics;
    }

    /** Another server may answer at this address by now. */
    void forget() {
        known = new Known(Replicas.UNTOLD, System.nanoTime() - KNOWN_NANOS);
    }

    /**
     * Returns once what was last written on this connection may be acknowledged. Another connection's WAIT would prove
     * nothing.
     *
     * @throws RedisFailure if nobody can tell whether it would survive the master
     */
    void confirm(Connection written) {
        try {
            require(written);
        } catch (RedisFailure e) {
            tracker.fails(Part.SECOND_COPY, RedisFailure.reason(e));
            throw e;
        }
        tracker.works(Part.SECOND_COPY);
    }

    private void require(Connection written) {
        Known now = known;
        Replicas replicas = System.nanoTime() - now.askedAt() < KNOWN_NANOS ? now.replicas() : ask(written);
        if (replicas == Replicas.SOME || (replicas == Replicas.UNTOLD && masters.mayChange())) {
            if (confirmed(written) > 0) {
                return;
            }
            metrics.count("log.redis.unreplicated", 1);
            replicas = ask(written);
            if (replicas != Replicas.NONE) {
                throw new RedisFailure(masters.name(master) + "took the write, but no replica confirmed it within "
                        + WAIT_MILLIS + " ms, so it isn't acknowledged: check that its replicas run and keep up"
                        + (replicas == Replicas.UNTOLD ? ", and permit INFO" : ""));
            }
        }
        if (replicas == Replicas.NONE) {
            masters.confirmLeadership(master);
        }
    }

    private Replicas ask(Connection connection) {
        long askedAt = System.nanoTime();
        Replicas replicas;
        try {
            Object info = connection.executeCommand(new CommandArguments(Command.INFO).add("replication"));
            replicas = RedisText.of(info)
                            .lines()
                            .anyMatch(line -> REPLICA.matcher(line).find())
                    ? Replicas.SOME
                    : Replicas.NONE;
        } catch (JedisDataException refused) {
            if (!RedisFailure.of(refused).isRefusal()) {
                throw refused;
            }
            replicas = Replicas.UNTOLD;
        }
        known = new Known(replicas, askedAt);
        return replicas;
    }

    private long confirmed(Connection written) {
        try {
            Object replicas = written.executeCommand(
                    new CommandArguments(Command.WAIT).add(1).add(WAIT_MILLIS));
            return Long.parseLong(RedisText.of(replicas));
        } catch (JedisDataException refused) {
            if (!RedisFailure.of(refused).isRefusal()) {
                throw refused;
            }
            throw new RedisFailure(masters.name(master) + "has a replica, but does not permit WAIT, so nobody can tell"
                    + " whether that has the write: give the user +wait");
        }
    }
}
