package io.wsgateway.sync.redis;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/** How connections are made. Uses what all versions of Jedis from 6.0 on have alike. */
final class ClientConfigs {
    static final int TIMEOUT_MILLIS = 1_000;
    private static final int SENTINEL_TIMEOUT_MILLIS = 300;

    private volatile RedisAddress address;
    private final Sockets.@Nullable Tls tls;

    ClientConfigs(RedisConfig config) {
        address = config.address();
        tls = address.tls() ? tls(config) : null;
    }

    /**
     * From the next connection on, the login of this address counts.
     *
     * @throws IllegalArgumentException if anything else in it is another than now, or it isn't an address
     */
    void changeLogin(URI uri) {
        RedisAddress next = RedisAddress.of(uri);
        if (!next.withLoginOf(address).equals(address)) {
            throw new IllegalArgumentException("Only user and password of Redis' address can change, not "
                    + address.server() + " to " + RedisAddress.masked(uri));
        }
        address = next;
    }

    /** For calls. */
    ConnectionFactory calling(HostAndPort server) {
        return new ConnectionFactory(
                new Sockets(server, TIMEOUT_MILLIS, tls, socket -> {}),
                new Settings(TIMEOUT_MILLIS, 0, true, address.database(), ClientSetInfoConfig.DEFAULT));
    }

    /** For a subscription, which ends with an error after so much silence. */
    SubscriberConnection subscribing(HostAndPort server, int silenceMillis) {
        Settings settings =
                new Settings(TIMEOUT_MILLIS, silenceMillis, true, address.database(), ClientSetInfoConfig.DEFAULT);
        return new SubscriberConnection(server, settings, tls);
    }

    /** For a question to a sentinel. */
    Connection sentinel(HostAndPort sentinel, boolean login) {
        return new Connection(
                new Sockets(sentinel, SENTINEL_TIMEOUT_MILLIS, tls, socket -> {}),
                new Settings(SENTINEL_TIMEOUT_MILLIS, 0, login, 0, ClientSetInfoConfig.DISABLED));
    }

    private static Sockets.Tls tls(RedisConfig config) {
        try {
            SSLContext given = config.sslContext();
            return Sockets.Tls.of(given == null ? SSLContext.getDefault() : given, config.sslParameters());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java's default for TLS can't be used: " + e.getMessage(), e);
        }
    }

    /** Asked for the login with each connection. TLS is none of Jedis' business here, {@link Sockets} make it. */
    private final class Settings implements JedisClientConfig {
        private final int timeoutMillis;
        private final int silenceMillis;
        private final boolean login;
        private final int database;
        private final ClientSetInfoConfig clientSetInfoConfig;

        Settings(
                int timeoutMillis,
                int silenceMillis,
                boolean login,
                int database,
                ClientSetInfoConfig clientSetInfoConfig) {
            this.timeoutMillis = timeoutMillis;
            this.silenceMillis = silenceMillis;
            this.login = login;
            this.database = database;
            this.clientSetInfoConfig = clientSetInfoConfig;
        }

        /**
         * With the protocol left open this means RESP2: a PING on a RESP3 subscription can end it, and what knows no HELLO can
         * still say its version. Jedis before 8 knows no other way, and not this method.
         */
        @Override
        public boolean isAutoNegotiateProtocol() {
            return false;
        }

        @Override
        public int getConnectionTimeoutMillis() {
            return timeoutMillis;
        }

        @Override
        public int getSocketTimeoutMillis() {
            return timeoutMillis;
        }

        @Override
        public int getBlockingSocketTimeoutMillis() {
            return silenceMillis;
        }

        @Override
        public @Nullable String getUser() {
            return login ? address.user() : null;
        }

        @Override
        public @Nullable String getPassword() {
            return login ? address.password() : null;
        }

        @Override
        public int getDatabase() {
            return database;
        }

        @Override
        public ClientSetInfoConfig getClientSetInfoConfig() {
            return clientSetInfoConfig;
        }
    }
}
