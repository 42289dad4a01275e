package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.wsgateway.model.Event;
import io.wsgateway.protocol.Envelope;
import io.wsgateway.spi.Component;
import io.wsgateway.spi.Health;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Publishes events as services do: to {@code gateway.events}, kept on disk, mandatory and confirmed. Thread-safe. The
 * exchange is a {@link RabbitEventSource}'s to declare: while it is missing, or isn't as it has to be, {@link #health} says
 * so and nothing is published. Down, too, while that can't be looked at twice in a row; then it goes on publishing.
 */
public final class RabbitPublisher implements Component {
    private static final int PERSISTENT = 2;

    private final RabbitConfig config;
    private final Connector connector;
    private final ConfirmingPublisher publisher;

    public RabbitPublisher(RabbitConfig config) {
        this.config = config;
        connector = new Connector(config);
        publisher = new ConfirmingPublisher(config, connector, "publishing", new RouteCheck(config));
    }

    /** Connects, and again after each loss; returns at once. Idempotent. */
    public void start() {
        publisher.start();
    }

    /**
     * Publishes an event once. Completes, on a thread that must not be held up, when RabbitMQ has it on disk in a queue. A
     * failed stage means that it was refused, that there is no queue for it, or that nobody can tell (at the latest after
     * 10 s): publish it again, with the same id and routing key. Fails at once while RabbitMQ is away or takes nothing, and
     * while 1,024 events are unconfirmed.
     *
     * @param routingKey decides the partition: what shares it keeps its order
     * @throws IllegalArgumentException for an id or a routing key of more than 255 bytes in UTF-8; {@link
     *     io.wsgateway.model.RefusedEventException} for an event that no gateway may carry, with what to send instead
     */
    public CompletionStage<Void> publish(Event event, String routingKey) {
        byte[] body = Envelope.write(Envelope.admit(event));
        BasicProperties.Builder properties = new BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .messageId(event.id());
        if (event.traceparent() != null) {
            properties.headers(Map.of("traceparent", event.traceparent()));
        }
        return publisher.publish(Names.EVENTS, routingKey, properties.build(), body);
    }

    /**
     * From the next connection on, the user and the password of this address are used; the one that is open stays. Any thread.
     *
     * @throws IllegalArgumentException if anything else in it is another than in the configuration
     */
    public void changeLogin(String uri) {
        connector.changeLogin(uri);
    }

    @Override
    public Health health() {
        return publisher.health();
    }

    @Override
    public Health liveness() {
        return publisher.liveness();
    }

    @Override
    public void close() {
        publisher.close();
    }

    @Override
    public String toString() {
        return "RabbitPublisher[" + config + "]";
    }
}
