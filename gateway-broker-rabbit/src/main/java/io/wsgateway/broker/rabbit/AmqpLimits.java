package io.wsgateway.broker.rabbit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.io.IOException;

/** Whether AMQP can carry a message at all. Only before it is published can that be told without cost. */
final class AmqpLimits {
    /** Bytes in UTF-8. */
    private static final int LONGEST_SHORT_STRING = 255;

    private AmqpLimits() {}

    /**
     * @param most bytes of a frame, 0 for any number
     * @throws IllegalArgumentException for a message that no frame can hold, however often it is tried
     */
    static void check(String routingKey, BasicProperties properties, int most) {
        int key = routingKey.getBytes(UTF_8).length;
        if (key > LONGEST_SHORT_STRING) {
            throw new IllegalArgumentException(
                    "Use a routing key of at most " + LONGEST_SHORT_STRING + " bytes, not " + key);
        }
        int size = size(properties);
        if (most > 0 && size > most) {
            throw new IllegalArgumentException(
                    "Use headers and properties of at most " + most + " bytes, not " + size + ": they go in one frame");
        }
    }

    /** On whatever connection, of whatever body: both are numbers of a fixed width. */
    private static int size(BasicProperties properties) {
        try {
            return properties.toFrame(0, 0).size();
        } catch (IOException e) {
            throw new IllegalArgumentException("These properties can't be written: " + e.getMessage(), e);
        }
    }
}
