package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what there is, and declares what isn't there yet, on a channel of one connection. What is there keeps the properties
 * that others gave it. One thread at a time.
 */
final class Declarations {
    /** Differences that are learned of one thing; it has fewer properties. */
    private static final int MOST_DIFFERENCES = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Declarations.class);

    private final Connection connection;
    private final boolean allowed;
    private @Nullable Channel channel;
    /** Things that differ from what was wanted, by name: so each is asked for as it is, and refused no more. */
    private final Map<String, Entity> learned = new HashMap<>();
    /** This user may not declare, so nobody can see properties. */
    private boolean blind;

    private Runnable progress;

    /**
     * @param allowed whether anything may be declared; otherwise what is missing is an error
     * @param progress run before each question, which RabbitMQ has 10 s to answer
     */
    Declarations(Connection connection, boolean allowed, Runnable progress) {
        this.connection = connection;
        this.allowed = allowed;
        this.progress = progress;
    }

    /** Another thread asks from now on, and turns. */
    void handTo(Runnable progress) {
        this.progress = progress;
    }

    boolean exists(Entity entity) throws IOException, TimeoutException {
        try {
            run(entity::declarePassive);
            return true;
        } catch (IOException e) {
            if (AmqpErrors.notFound(e)) {
                return false;
            }
            throw e;
        }
    }

    boolean queueExists(String name) throws IOException, TimeoutException {
        return exists(Entity.queue(name, Map.of()));
    }

    boolean exchangeExists(String name) throws IOException, TimeoutException {
        return exists(Entity.exchange(name, ""));
    }

    /**
     * Declares what isn't there.
     *
     * @return whether it wasn't there before
     * @throws UnfitTopologyException where it is missing and can't be declared
     */
    boolean declare(Entity entity) throws IOException, TimeoutException {
        if (exists(entity)) {
            return false;
        } else if (!allowed) {
            throw new UnfitTopologyException("there is no " + entity + ": declare it, or let the gateway do so");
        }
        try {
            run(entity::declare);
            return true;
        } catch (IOException e) {
            if (connection.isOpen() && AmqpErrors.code(e) > 0) {
                throw new UnfitTopologyException(
                        "there is no " + entity + ", and RabbitMQ doesn't declare it: " + AmqpErrors.of(e), e);
            }
            throw e;
        }
    }

    /**
     * What is there, with the properties that it has. A declaration that RabbitMQ refuses names one in which it differs; so
     * it is asked again with that one, until nothing differs. Where the refusal doesn't tell what it is, it is asked
     * again without: that is right where it isn't set, and makes a refusal that is cut off shorter.
     *
     * @param wanted something that is there
     * @return empty where this user can't know; with an {@link Difference.Unknown} where RabbitMQ doesn't tell: then what
     *     isn't known to differ yet may do so
     */
    Optional<Entity> found(Entity wanted) throws IOException, TimeoutException {
        Entity asked = learned.getOrDefault(wanted.name(), wanted);
        String said = "";
        for (int i = 0; i < MOST_DIFFERENCES && !blind; i++) {
            try {
                run(asked::declare);
                learned.put(wanted.name(), asked);
                return Optional.of(asked);
            } catch (IOException e) {
                if (AmqpErrors.code(e) == AMQP.ACCESS_REFUSED) {
                    blind = true;
                    LOG.debug("This user may not declare, so properties are believed: {}", AmqpErrors.of(e));
                    continue;
                }
                Difference difference = Difference.of(e).orElse(null);
                if (difference == null) {
                    throw e;
                }
                said = AmqpErrors.of(e);
                if (difference.found() instanceof Difference.Unknown && asked.mayLack(difference.property())) {
                    difference = new Difference(difference.property(), null);
                }
                asked = asked.with(difference);
                if (difference.found() instanceof Difference.Unknown) {
                    return Optional.of(asked);
                }
            }
        }
        if (!blind) {
            throw new IOException("RabbitMQ names ever more differences of the " + wanted + ": " + said);
        }
        return Optional.empty();
    }

    /** Properties are asked for again, also if this user wasn't allowed to. */
    void rightsMayChange() {
        blind = false;
    }

    /** Takes back what was declared, unless somebody uses it meanwhile. A quorum queue can't be told to see to that. */
    void deleteIdle(String queue) throws IOException, TimeoutException {
        run(channel -> {
            AMQP.Queue.DeclareOk found = channel.queueDeclarePassive(queue);
            return found.getMessageCount() == 0 && found.getConsumerCount() == 0 ? channel.queueDelete(queue) : found;
        });
    }

    /** Nobody can ask for a binding, so it is made again each time, which changes nothing where it is there. */
    void bindQueue(String queue, String exchange, String key) throws IOException, TimeoutException {
        if (allowed) {
            run(channel -> channel.queueBind(queue, exchange, key));
        }
    }

    void bindExchange(String to, String from, String key) throws IOException, TimeoutException {
        if (allowed) {
            run(channel -> channel.exchangeBind(to, from, key));
        }
    }

    /** Unbinds the queue and binds it again: so it stands after all others that are bound. */
    void rebindQueue(String queue, String exchange, String key) throws IOException, TimeoutException {
        run(channel -> {
            channel.queueUnbind(queue, exchange, key);
            return channel.queueBind(queue, exchange, key);
        });
    }

    /**
     * A lock among all connections: an exclusive queue, which ends with its connection.
     *
     * @return false where another has it
     */
    boolean lock(String name) throws IOException, TimeoutException {
        try {
            run(channel -> channel.queueDeclare(name, false, true, true, Map.of()));
            return true;
        } catch (IOException e) {
            if (AmqpErrors.code(e) == AMQP.RESOURCE_LOCKED) {
                return false;
            }
            throw e;
        }
    }

    void unlock(String name) throws IOException, TimeoutException {
        run(channel -> channel.queueDelete(name));
    }

    private interface Step {
        Object take(Channel channel) throws IOException;
    }

    /** On another channel after each error, which ends one. */
    private void run(Step step) throws IOException, TimeoutException {
        progress.run();
        Channel on = channel;
        if (on == null || !on.isOpen()) {
            on = connection.createChannel();
            if (on == null) {
                throw new IOException("it allows no further channel on a connection");
            }
            channel = on;
            progress.run();
        }
        try {
            step.take(on);
        } catch (IOException | RuntimeException e) {
            channel = null;
            progress.run();
            on.abort();
            throw e;
        }
    }
}
