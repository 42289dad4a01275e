package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.AMQImpl;
import io.wsgateway.broker.rabbit.Attempt.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * A frame with a message's properties, as bytes: class, weight, length of the body, flags, and the properties that the flags
 * name, in the order of the flags.
 */
final class ContentHeader {
    private static final int LENGTH_AT = 4;
    private static final int FLAGS_AT = 12;
    private static final int PROPERTIES_AT = 14;
    private static final int CONTENT_TYPE = 1 << 15;
    private static final int CONTENT_ENCODING = 1 << 14;
    private static final int HEADERS = 1 << 13;

    /** Decoded, headers take up to about so many times their bytes. */
    private static final int GROWTH = 16;

    private static final byte[] HARMLESS = harmless();

    private final byte[] bytes;

    ContentHeader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether it has what every one has; what hasn't is no message. */
    boolean whole() {
        return bytes.length >= PROPERTIES_AT;
    }

    int size() {
        return bytes.length;
    }

    /** Of the body. */
    long length() {
        return ByteBuffer.wrap(bytes).getLong(LENGTH_AT);
    }

    /** Just as the client library reads them. */
    BasicProperties properties() throws Unreadable {
        return read(() -> decode(bytes));
    }

    /** What is left when the headers, that nobody can read, are cut out; nothing if that can't be read either. */
    BasicProperties withoutHeaders() {
        try {
            return read(() -> decode(cut()));
        } catch (Unreadable e) {
            return new BasicProperties();
        }
    }

    /** @throws RuntimeException where the bytes end too early */
    private byte[] cut() {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int flags = in.getShort(FLAGS_AT);
        if ((flags & HEADERS) == 0) {
            return bytes;
        }
        in.position(PROPERTIES_AT);
        skipShortString(in, flags & CONTENT_TYPE);
        skipShortString(in, flags & CONTENT_ENCODING);
        int from = in.position();
        int to = Math.addExact(in.getInt(), in.position());
        return ByteBuffer.allocate(bytes.length - (to - from))
                .put(bytes, 0, FLAGS_AT)
                .putShort((short) (flags & ~HEADERS))
                .put(bytes, PROPERTIES_AT, from - PROPERTIES_AT)
                .put(bytes, to, bytes.length - to)
                .array();
    }

    private static void skipShortString(ByteBuffer in, int present) {
        if (present != 0) {
            in.position(in.position() + 1 + Byte.toUnsignedInt(in.get(in.position())));
        }
    }

    private BasicProperties read(Attempt.Reading<BasicProperties> reading) throws Unreadable {
        return Attempt.at(reading, () -> {
            // In memory that is short this fails before the client library does.
            byte[] room = new byte[GROWTH * bytes.length];
            return room[0] + decode(HARMLESS).getBodySize();
        });
    }

    private static BasicProperties decode(byte[] bytes) throws IOException {
        return (BasicProperties) AMQImpl.readContentHeaderFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static byte[] harmless() {
        try {
            return new BasicProperties.Builder()
                    .headers(Map.of("a", Map.of("b", "c")))
                    .build()
                    .toFrame(0, 0)
                    .getPayload();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
