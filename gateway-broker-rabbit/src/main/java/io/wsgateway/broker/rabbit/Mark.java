package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link FrameFilter} did to a message, as a header that goes with it through the client library. Its name is known to
 * this process only, so nobody can send one.
 *
 * @param length bytes that the body had
 * @param fault what its headers are not, as one sentence for its publisher; null if they were left as they are
 */
record Mark(long length, @Nullable String fault) {
    private static final String NAME = "gateway-" + UUID.randomUUID();
    private static final String LENGTH = "length";
    private static final String FAULT = "fault";

    static @Nullable Mark of(BasicProperties properties) {
        Map<String, Object> headers = properties.getHeaders();
        if (headers == null || !(headers.get(NAME) instanceof Map<?, ?> mark)) {
            return null;
        }
        return new Mark(
                mark.get(LENGTH) instanceof Long length ? length : 0,
                mark.get(FAULT) instanceof LongString fault ? fault.toString() : null);
    }

    BasicProperties on(BasicProperties properties) {
        Map<String, Object> mark = fault == null ? Map.of(LENGTH, length) : Map.of(LENGTH, length, FAULT, fault);
        Map<String, Object> headers = headers(properties);
        headers.put(NAME, mark);
        return properties.builder().headers(headers).build();
    }

    static BasicProperties off(BasicProperties properties) {
        Map<String, Object> headers = headers(properties);
        headers.remove(NAME);
        return properties.builder().headers(headers).build();
    }

    private static Map<String, Object> headers(BasicProperties properties) {
        return properties.getHeaders() == null ? new HashMap<>() : new HashMap<>(properties.getHeaders());
    }
}
