package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.wsgateway.model.Printable;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a body is that isn't JSON in UTF-8, told by its properties or its first bytes: usual traps of publishers. */
final class Encodings {
    /** Some frameworks name the charset in {@code content_encoding}. */
    private static final Set<String> PLAIN = Set.of("", "identity", "utf-8", "utf8", "us-ascii");

    private static final int LONGEST_VALUE = 64;

    private Encodings() {}

    /** A sentence for the publisher of a body that is no event, followed by a blank; empty if nothing is known. */
    static String hint(Delivery delivery) {
        BasicProperties properties = delivery.properties();
        String encoding = plain(properties.getContentEncoding());
        String type = plain(properties.getContentType());
        byte[] body = delivery.body();
        if (!PLAIN.contains(encoding)) {
            return "Send a body without an encoding of its own: this one's content_encoding is "
                    + Printable.of(encoding, LONGEST_VALUE) + ". ";
        } else if (begins(body, 0x1F, 0x8B)) {
            return "Send a body that isn't compressed: this one begins like gzip. ";
        } else if (type.contains("java-serialized-object") || begins(body, 0xAC, 0xED)) {
            return "Send JSON, not a serialized Java object (RabbitTemplate needs a JSON message converter). ";
        } else if (begins(body, '"')) {
            return "Send a JSON object, not a string that holds one: this body was made JSON twice (a String given to a JSON"
                    + " message converter). ";
        } else if (type.isEmpty()
                || type.contains("json")
                || type.startsWith("text/")
                || type.endsWith("octet-stream")) {
            return "";
        }
        return "Send JSON: this body's content_type is " + Printable.of(type, LONGEST_VALUE) + ". ";
    }

    private static boolean begins(byte[] body, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= body.length || (body[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static String plain(@Nullable String value) {
        return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
    }
}
