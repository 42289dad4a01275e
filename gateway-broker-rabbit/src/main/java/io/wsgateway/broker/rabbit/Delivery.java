package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.wsgateway.protocol.Envelope;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One delivery, not yet acknowledged.
 *
 * @param tag its number on its channel
 * @param body at most its first {@link #MOST_BYTES}, or as much as an event may have; the rest is forgotten at once
 * @param length bytes that the body had
 * @param fault why its headers can't be read, so that they are missing, as one sentence for its publisher; null: they can
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Delivery(
        long tag,
        String exchange,
        String routingKey,
        BasicProperties properties,
        byte[] body,
        long length,
        @Nullable String fault) {
    /** Far more than an event may have, far less than would hurt. */
    static final int MOST_BYTES = 1 << 20;

    /** @param oversize gives what is kept beyond an event's size; it gets {@link #oversize()} back later */
    static Delivery of(
            com.rabbitmq.client.Envelope envelope, BasicProperties properties, byte[] body, OversizeBudget oversize) {
        Mark mark = Mark.of(properties);
        int most = Math.min(body.length, MOST_BYTES);
        if (most > Envelope.MOST_BYTES && !oversize.take(most - Envelope.MOST_BYTES)) {
            most = Envelope.MOST_BYTES;
        }
        try {
            byte[] kept = body.length > most ? Arrays.copyOf(body, most) : body;
            return new Delivery(
                    envelope.getDeliveryTag(),
                    envelope.getExchange(),
                    envelope.getRoutingKey(),
                    mark == null ? properties : Mark.off(properties),
                    kept,
                    mark == null ? body.length : mark.length(),
                    mark == null ? null : mark.fault());
        } catch (Throwable e) {
            oversize.giveBack(Math.max(0, most - Envelope.MOST_BYTES));
            throw e;
        }
    }

    /** Bytes that are kept beyond an event's size. */
    int oversize() {
        return Math.max(0, body.length - Envelope.MOST_BYTES);
    }

    boolean cut() {
        return body.length < length;
    }

    @Nullable
    String header(String name) {
        Map<String, Object> headers = properties.getHeaders();
        Object value = headers == null ? null : headers.get(name);
        return value == null ? null : value.toString();
    }
}
