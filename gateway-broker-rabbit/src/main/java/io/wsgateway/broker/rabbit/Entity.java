package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exchange or a queue.
 *
 * @param properties by RabbitMQ's names: flags, an exchange's type, and arguments
 */
record Entity(boolean isQueue, String name, Map<String, Object> properties) {
    static final String TYPE = "type";
    static final String DURABLE = "durable";
    static final String AUTO_DELETE = "auto_delete";
    static final String INTERNAL = "internal";
    private static final Set<String> NO_ARGUMENTS = Set.of(TYPE, DURABLE, AUTO_DELETE, INTERNAL);

    Entity {
        properties = Map.copyOf(properties);
    }

    static Entity exchange(String name, String type) {
        return new Entity(false, name, Map.of(TYPE, type, DURABLE, true, AUTO_DELETE, false, INTERNAL, false));
    }

    static Entity queue(String name, Map<String, Object> arguments) {
        Map<String, Object> properties = new HashMap<>(arguments);
        properties.put(DURABLE, true);
        properties.put(AUTO_DELETE, false);
        return new Entity(true, name, properties);
    }

    /** What it already had as a number and RabbitMQ refused is a text. */
    Entity with(Difference difference) {
        Map<String, Object> changed = new HashMap<>(properties);
        if (difference.found() == null) {
            changed.remove(difference.property());
        } else {
            Object found = difference.found();
            boolean refused = found.equals(get(difference.property()));
            changed.put(difference.property(), refused ? found.toString() : found);
        }
        return new Entity(isQueue, name, changed);
    }

    /** Whether it has this argument, which it could be declared without. */
    boolean mayLack(String property) {
        return properties.containsKey(property) && !NO_ARGUMENTS.contains(property);
    }

    @Nullable
    Object get(String property) {
        return properties.get(property);
    }

    boolean is(String property) {
        return Boolean.TRUE.equals(properties.get(property));
    }

    Object declarePassive(Channel channel) throws IOException {
        return isQueue ? channel.queueDeclarePassive(name) : channel.exchangeDeclarePassive(name);
    }

    Object declare(Channel channel) throws IOException {
        Map<String, Object> arguments = new HashMap<>(properties);
        arguments.keySet().removeAll(NO_ARGUMENTS);
        String type = Objects.toString(properties.get(TYPE));
        return isQueue
                ? channel.queueDeclare(name, is(DURABLE), false, is(AUTO_DELETE), arguments)
                : channel.exchangeDeclare(name, type, is(DURABLE), is(AUTO_DELETE), is(INTERNAL), arguments);
    }

    @Override
    public String toString() {
        return (isQueue ? "queue " : "exchange ") + name;
    }
}
