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
    final ReplicaConfirmation replicas;
    private final ConnectionPool pool;

    Master(HostAndPort address, ClientConfigs clients, Masters masters, HealthTracker tracker, GatewayMetrics metrics) {
        this.address = address;
        replicas = new ReplicaConfirmation(address, masters, tracker, metrics);
        ConnectionPoolConfig bounds = new ConnectionPoolConfig();
        bounds.setMaxTotal(CONNECTIONS);
        bounds.setMaxIdle(CONNECTIONS);
        bounds.setMaxWait(Duration.ofMillis(ClientConfigs.TIMEOUT_MILLIS));
        bounds.setJmxEnabled(false);
        pool = new ConnectionPool(clients.calling(address), bounds);
    }

    Connection connection() {
        return pool.getResource();
    }

    /** A connection broke: the idle ones are most likely dead too, and shouldn't each fail a call. */
    void suspect() {
        pool.clear();
        replicas.forget();
    }

    /** Connections that are in use end with their call. */
    @Override
    public void close() {
        pool.close();
    }
}
