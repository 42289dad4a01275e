package io.wsgateway.sync.redis;

import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;

/** How connections are made. */
final class Clients {
    static final int TIMEOUT_MILLIS = 1_000;
    private static final int SENTINEL_TIMEOUT_MILLIS = 300;

    private Clients() {}

    /** For calls. */
    static JedisClientConfig calling(RedisAddress address) {
        return redis(address).build();
    }

    /** For a subscription, which ends with an error after so much silence. */
    static JedisClientConfig subscribing(RedisAddress address, int silenceMillis) {
        return redis(address).blockingSocketTimeoutMillis(silenceMillis).build();
    }

    /** For a question to a sentinel. */
    static JedisClientConfig sentinel(RedisAddress address, boolean login) {
        DefaultJedisClientConfig.Builder client =
                client(address, SENTINEL_TIMEOUT_MILLIS).clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        return (login ? withLogin(client, address) : client).build();
    }

    private static DefaultJedisClientConfig.Builder redis(RedisAddress address) {
        return withLogin(client(address, TIMEOUT_MILLIS).database(address.database()), address);
    }

    private static DefaultJedisClientConfig.Builder client(RedisAddress address, int timeoutMillis) {
        // Which is RESP2: a PING on a RESP3 subscription can end it, and what knows no HELLO can still say its version.
        DefaultJedisClientConfig.Builder client = DefaultJedisClientConfig.builder()
                .serverDefaultProtocol()
                .connectionTimeoutMillis(timeoutMillis)
                .socketTimeoutMillis(timeoutMillis);
        if (address.tls()) {
            client.sslOptions(SslOptions.defaults());
        }
        return client;
    }

    private static DefaultJedisClientConfig.Builder withLogin(
            DefaultJedisClientConfig.Builder client, RedisAddress address) {
        if (address.user() != null) {
            client.user(address.user());
        }
        if (address.password() != null) {
            client.password(address.password());
        }
        return client;
    }
}
