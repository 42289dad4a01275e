package io.wsgateway.sync.redis;

import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/** A connection that one thread reads from, and that any other can cut. */
final class SubscriberConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriberConnection.class);

    final HostAndPort server;
    private final Connection connection;
    private volatile @Nullable Socket socket;

    SubscriberConnection(HostAndPort server, JedisClientConfig settings, Sockets.@Nullable Tls tls) {
        this.server = server;
        connection = new Connection(
                new Sockets(server, settings.getSocketTimeoutMillis(), tls, made -> socket = made), settings);
    }

    /** Subscribes, and returns when the connection has come to its end. */
    void read(BinaryJedisPubSub listener, byte[] channel) {
        listener.proceed(connection, channel);
    }

    /** Whoever reads gets an error at once. */
    void cut() {
        Socket cut = socket;
        try {
            if (cut != null) {
                cut.close();
            }
        } catch (IOException e) {
            LOG.debug("A dead connection could not be closed: {}", e.toString());
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
