package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Declares on one connection what isn't there yet; what is there keeps the properties that others gave it. */
final class Declarations {
    private final Connection connection;
    private final boolean allowed;

    /** @param allowed whether anything may be declared; otherwise what is missing is an error */
    Declarations(Connection connection, boolean allowed) {
        this.connection = connection;
        this.allowed = allowed;
    }

    boolean queueExists(String name) throws IOException, TimeoutException {
        return succeeds(channel -> channel.queueDeclarePassive(name));
    }

    boolean exchangeExists(String name) throws IOException, TimeoutException {
        return succeeds(channel -> channel.exchangeDeclarePassive(name));
    }

    void exchange(String name, String type) throws IOException, TimeoutException {
        if (!exchangeExists(name)) {
            declare("exchange " + name, channel -> channel.exchangeDeclare(name, type, true));
        }
    }

    /** @return whether it wasn't there before */
    boolean queue(String name, Map<String, Object> arguments) throws IOException, TimeoutException {
        if (queueExists(name)) {
            return false;
        }
        declare("queue " + name, channel -> channel.queueDeclare(name, true, false, false, arguments));
        return true;
    }

    /** Takes back what was declared, unless somebody uses it meanwhile. A quorum queue can't be told to see to that. */
    void deleteIdle(String queue) throws IOException, TimeoutException {
        run(channel -> {
            AMQP.Queue.DeclareOk found = channel.queueDeclarePassive(queue);
            return found.getMessageCount() == 0 && found.getConsumerCount() == 0 ? channel.queueDelete(queue) : found;
        });
    }

    /** Nobody can ask for a binding, so it is made again each time, which changes nothing. */
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

    private void declare(String what, Step step) throws IOException, TimeoutException {
        if (!allowed) {
            throw new IOException("there is no " + what + ": declare it, or let the gateway do so");
        }
        run(step);
    }

    private boolean succeeds(Step step) throws IOException, TimeoutException {
        try {
            run(step);
            return true;
        } catch (IOException e) {
            if (Reasons.notFound(e)) {
                return false;
            }
            throw e;
        }
    }

    private interface Step {
        Object take(Channel channel) throws IOException;
    }

    /** Each step on a channel of its own, because an error ends the channel. */
    private void run(Step step) throws IOException, TimeoutException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("it allows no further channel on a connection");
        }
        try (channel) {
            step.take(channel);
        }
    }
}
