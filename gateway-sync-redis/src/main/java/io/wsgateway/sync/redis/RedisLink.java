package io.wsgateway.sync.redis;

import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.sync.redis.HealthTracker.Part;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * The connections to whichever Redis is the master. A call blocks for a few seconds at most and is never repeated by itself:
 * whoever calls knows whether that is harmless. Thread-safe.
 */
final class RedisLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final Object NOT_PERMITTED = new Object();
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final RedisAddress address;
    private final ClientConfigs clients;
    private final Masters masters;
    private final HealthTracker tracker;
    private final GatewayMetrics metrics;
    private volatile Runnable whenMoved = () -> {};
    private volatile Runnable beforeRelying = () -> {};
    private volatile @Nullable Master master;
    private boolean closed;

    RedisLink(RedisConfig config, HealthTracker tracker, GatewayMetrics metrics) {
        this.tracker = tracker;
        this.metrics = metrics;
        address = config.address();
        clients = new ClientConfigs(config);
        masters = address.hasSentinels()
                ? new SentinelMasters(address, clients)
                : new FixedMaster(address.hosts().get(0));
    }

    /** See {@link ClientConfigs#changeLogin}. */
    void changeLogin(URI uri) {
        clients.changeLogin(uri);
    }

    /** Called after each move to another master. */
    void whenMoved(Runnable action) {
        whenMoved = action;
    }

    /** Called before each call whose answer is relied on; what it throws is that call's failure. */
    void beforeRelying(Runnable check) {
        beforeRelying = check;
    }

    /** Looks whether another server is the master by now: an old one that was cut off goes on answering. */
    void look() {
        if (masters.mayChange()) {
            try {
                moveTo(masters.find());
            } catch (RedisFailure e) {
                LOG.debug("Redis {}: {}", address.server(), e.getMessage());
            }
        }
    }

    /**
     * Runs a script.
     *
     * @throws RedisFailure when its outcome is unknown, or Redis refuses
     */
    Object run(Script script, List<byte[]> keys, List<byte[]> arguments) {
        return run(script, keys, arguments, false);
    }

    /**
     * Runs a script whose answer is relied on, so what it wrote has to be on a replica where there is one.
     *
     * @throws RedisFailure when its outcome is unknown, no replica confirms it, or Redis refuses
     */
    Object runReplicated(Script script, List<byte[]> keys, List<byte[]> arguments) {
        beforeRelying.run();
        return run(script, keys, arguments, true);
    }

    private Object run(Script script, List<byte[]> keys, List<byte[]> arguments, boolean forGood) {
        return with(script.name, (connection, called) -> {
            Object said = evaluate(connection, script, keys, arguments);
            if (forGood) {
                called.replicas.confirm(connection);
            }
            return said;
        });
    }

    private static Object evaluate(Connection connection, Script script, List<byte[]> keys, List<byte[]> arguments) {
        try {
            return connection.executeCommand(command(Command.EVALSHA, script.sha1, keys, arguments));
        } catch (JedisNoScriptException notCached) {
            return connection.executeCommand(command(Command.EVAL, script.text, keys, arguments));
        }
    }

    /**
     * Runs a command.
     *
     * @throws RedisFailure when its outcome is unknown, or Redis refuses
     */
    Object run(CommandArguments command) {
        return with(name(command), (connection, called) -> connection.executeCommand(command));
    }

    /**
     * Runs a command that the log can do without; null when Redis doesn't permit or know it, which is no trouble.
     *
     * @throws RedisFailure for any other reason
     */
    @Nullable
    Object runIfPermitted(CommandArguments command) {
        Object answer = with(name(command), (connection, called) -> {
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
            tracker.didEverything();
        } else {
            tracker.didWithout(
                    RedisFailure.forbiddenCommand(refused), RedisFailure.reason(new JedisDataException(refused)));
        }
    }

    /**
     * A connection of its own for a subscription; reading from it ends with an error after 10 s of silence.
     *
     * @throws RedisFailure if there is none
     */
    SubscriberConnection connectToSubscribe() {
        Master target = master();
        try {
            return clients.subscribing(target.address, (int) SILENCE.toMillis());
        } catch (JedisException e) {
            look();
            throw RedisFailure.of(e, masters.name(target.address));
        } catch (LinkageError e) {
            throw unlinked(e);
        }
    }

    /** A connection broke that isn't one for calls: theirs are most likely dead too. */
    void suspect() {
        Master current = master;
        if (current != null) {
            current.suspect();
        }
    }

    /** Whether a connection leads to the master that calls go to. */
    boolean leadsToMaster(SubscriberConnection connection) {
        Master current = master;
        return current == null || current.address.equals(connection.server);
    }

    @Override
    public void close() {
        Master last;
        synchronized (this) {
            closed = true;
            last = master;
        }
        if (last != null) {
            last.close();
        }
        masters.close();
    }

    private interface Call {
        Object on(Connection connection, Master called);
    }

    private Object with(String operation, Call call) {
        Master target = null;
        Object answer;
        try {
            target = master();
            answer = with(target, call);
        } catch (JedisException e) {
            throw failed(operation, RedisFailure.of(e, target == null ? "" : masters.name(target.address)));
        } catch (RedisFailure e) {
            throw failed(operation, e);
        } catch (LinkageError e) {
            throw unlinked(e);
        }
        tracker.works(operation);
        return answer;
    }

    private static Object with(Master target, Call call) {
        try (Connection connection = target.connection()) {
            return call.on(connection, target);
        } catch (JedisConnectionException e) {
            target.suspect();
            throw e;
        }
    }

    private RedisFailure failed(String operation, RedisFailure failure) {
        tracker.fails(operation, RedisFailure.reason(failure));
        metrics.count("log.redis.failures", 1);
        look();
        return failure;
    }

    private RedisFailure unlinked(LinkageError e) {
        RedisFailure failure = RedisFailure.of(e);
        tracker.fails(Part.LIBRARY, RedisFailure.reason(failure));
        return failure;
    }

    private static String name(CommandArguments command) {
        return String.valueOf(command.getCommand()).toLowerCase(Locale.ROOT);
    }

    private Master master() {
        Master known = master;
        return known != null ? known : moveTo(masters.find());
    }

    private Master moveTo(HostAndPort found) {
        Master before;
        Master now;
        synchronized (this) {
            before = master;
            if (before != null && before.address.equals(found)) {
                return before;
            } else if (closed) {
                throw new RedisFailure("is not called any more: the log is closed");
            }
            now = new Master(found, clients, masters, tracker, metrics);
            master = now;
        }
        if (before != null) {
            LOG.info("Redis {}: the master is {} now, no longer {}", address.server(), found, before.address);
            before.close();
            whenMoved.run();
        }
        return now;
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
}
