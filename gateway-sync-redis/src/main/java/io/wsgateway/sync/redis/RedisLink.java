package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.sync.redis.Condition.Part;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * The connections to Redis. A call blocks for a few seconds at most and is never repeated by itself: whoever calls knows
 * whether that is harmless. Thread-safe.
 */
final class RedisLink implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 1_000;
    /** As many as the bus has threads that call: none waits for a connection unless Redis hangs. */
    private static final int CONNECTIONS = 8;

    private static final Object NOT_PERMITTED = new Object();
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final HostAndPort address;
    private final JedisClientConfig subscribing;
    private final PooledConnectionProvider pool;
    private final Condition condition;
    private final GatewayMetrics metrics;

    RedisLink(RedisConfig config, Condition condition, GatewayMetrics metrics) {
        this.condition = condition;
        this.metrics = metrics;
        address = new HostAndPort(config.uri().getHost(), config.port());
        subscribing = client(config)
                .blockingSocketTimeoutMillis((int) SILENCE.toMillis())
                .build();
        ConnectionPoolConfig bounds = new ConnectionPoolConfig();
        bounds.setMaxTotal(CONNECTIONS);
        bounds.setMaxIdle(CONNECTIONS);
        bounds.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
        bounds.setJmxEnabled(false);
        pool = new PooledConnectionProvider(address, client(config).build(), bounds);
    }

    private static DefaultJedisClientConfig.Builder client(RedisConfig config) {
        // Which is RESP2: a PING on a RESP3 subscription can end it, and what knows no HELLO can still say its version.
        DefaultJedisClientConfig.Builder client = DefaultJedisClientConfig.builder()
                .serverDefaultProtocol()
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .database(config.database());
        if (JedisURIHelper.isRedisSSLScheme(config.uri())) {
            client.sslOptions(SslOptions.defaults());
        }
        String user = JedisURIHelper.getUser(config.uri());
        if (user != null && !user.isEmpty()) {
            client.user(user);
        }
        String password = JedisURIHelper.getPassword(config.uri());
        if (password != null) {
            client.password(password);
        }
        return client;
    }

    /**
     * Runs a script.
     *
     * @throws RedisFailure when its outcome is unknown, or Redis refuses
     */
    Object run(Script script, List<byte[]> keys, List<byte[]> arguments) {
        Object answer = with(connection -> {
            try {
                return connection.executeCommand(command(Command.EVALSHA, script.sha1, keys, arguments));
            } catch (JedisNoScriptException notCached) {
                return connection.executeCommand(command(Command.EVAL, script.text, keys, arguments));
            }
        });
        if (script.writes) {
            condition.works(Part.COMMANDS); // only a write proves that writes work
        }
        return answer;
    }

    /**
     * Runs a command.
     *
     * @throws RedisFailure when its outcome is unknown, or Redis refuses
     */
    Object run(CommandArguments command) {
        return with(connection -> connection.executeCommand(command));
    }

    /**
     * Runs a command that the log can do without; null when Redis doesn't permit or know it, which is no trouble.
     *
     * @throws RedisFailure for any other reason
     */
    @Nullable
    Object runIfPermitted(CommandArguments command) {
        Object answer = with(connection -> {
            try {
                return connection.executeCommand(command);
            } catch (JedisDataException refused) {
                if (RedisFailure.of(refused).isRefusal()) {
                    return NOT_PERMITTED;
                }
                throw refused;
            }
        });
        return answer == NOT_PERMITTED ? null : answer;
    }

    /** Tells operators what a script had to leave out since Redis refused it; nothing: it did everything. */
    void didWithout(String refused) {
        if (refused.isEmpty()) {
            condition.works(Part.UPKEEP);
        } else {
            condition.fails(Part.UPKEEP, RedisFailure.reason(new JedisDataException(refused)));
        }
    }

    /** A connection of its own for a subscription; reading from it ends with an error after 10 s of silence. */
    Connection connectToSubscribe() {
        return new Connection(address, subscribing);
    }

    @Override
    public void close() {
        pool.close();
    }

    private interface Call {
        Object on(Connection connection);
    }

    private Object with(Call call) {
        try (Connection connection = pool.getConnection()) {
            return call.on(connection);
        } catch (JedisException e) {
            if (e instanceof JedisConnectionException) {
                pool.getPool().clear(); // the idle ones are most likely dead too: don't let each of them fail a call
            }
            RedisFailure failure = RedisFailure.of(e);
            condition.fails(Part.COMMANDS, RedisFailure.reason(failure));
            metrics.count("log.redis.failures", 1);
            throw failure;
        }
    }

    private static CommandArguments command(Command command, byte[] script, List<byte[]> keys, List<byte[]> arguments) {
        CommandArguments all = new CommandArguments(command).add(script).add(keys.size());
        for (byte[] key : keys) {
            all.key(key);
        }
        for (byte[] argument : arguments) {
            all.add(argument);
        }
        return all;
    }

    /** Text as Redis sends it. */
    static String text(Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(reply);
    }
}
