package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.wsgateway.protocol.Envelope;
import io.wsgateway.protocol.Envelope.Reading;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One delivery, not yet acknowledged.
 *
 * @param tag its number on its channel
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Received(long tag, String exchange, String routingKey, BasicProperties properties, byte[] body) {

    Reading read() {
        return Envelope.read(body, 0, body.length, properties.getMessageId(), header("traceparent"));
    }

    private @Nullable String header(String name) {
        Map<String, Object> headers = properties.getHeaders();
        Object value = headers == null ? null : headers.get(name);
        return value == null ? null : value.toString();
    }
}
