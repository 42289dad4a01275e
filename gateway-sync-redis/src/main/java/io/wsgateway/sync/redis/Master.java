package io.wsgateway.sync.redis;

import io.wsgateway.spi.GatewayMetrics;
import java.time.Duration;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;

/** The connections to one master. Thread-safe. */
final class Master implements AutoCloseable {
    /** As many as the bus has threads that call: none waits for a connection unless Redis hangs. */
    private static final int CONNECTIONS = 8;

    final HostAndPort address;
    final SecondCopy secondCopy;
    private final ConnectionPool pool;

    Master(HostAndPort address, Clients clients, Masters masters, Condition condition, GatewayMetrics metrics) {
        this.address = address;
        secondCopy = new SecondCopy(address, masters, condition, metrics);
        ConnectionPoolConfig bounds = new ConnectionPoolConfig();
        bounds.setMaxTotal(CONNECTIONS);
        bounds.setMaxIdle(CONNECTIONS);
        bounds.setMaxWait(Duration.ofMillis(Clients.TIMEOUT_MILLIS));
        bounds.setJmxEnabled(false);
        pool = new ConnectionPool(clients.calling(address), bounds);
    }

    Connection connection() {
        return pool.getResource();
    }

    /** A connection broke: the idle ones are most likely dead too, and shouldn't each fail a call. */
    void suspect() {
        pool.clear();
        secondCopy.forget();
    }

    /** Connections that are in use end with their call. */
    @Override
    public void close() {
        pool.close();
    }
}
