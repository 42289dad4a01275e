package io.wsgateway.broker.rabbit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.broker.rabbit.Attempt.Unreadable;
import io.wsgateway.protocol.Envelope;
import io.wsgateway.protocol.Envelope.Reading;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads deliveries as events; whatever goes wrong with one is a matter of that one alone. Thread-safe. */
final class Reader {
    private static final byte[] HARMLESS = "{\"event\":\"a\",\"everyone\":true,\"data\":{}}".getBytes(UTF_8);

    private final Bodies bodies;

    /** Like {@link Envelope#read}. */
    interface Bodies {
        Reading read(byte[] body, int offset, int length, @Nullable String messageId, @Nullable String traceparent);
    }

    Reader(Bodies bodies) {
        this.bodies = bodies;
    }

    /** @throws Attempt.Failed if nothing can be read here now */
    Reading read(Delivery delivery) {
        if (delivery.fault() != null) {
            return new Reading.Poison(delivery.fault());
        } else if (delivery.cut()) {
            return new Reading.Poison("Send a body of at most " + Envelope.MOST_BYTES + " bytes, not "
                    + delivery.length() + " (cut after " + delivery.body().length + ").");
        }
        try {
            Reading reading = Attempt.at(() -> event(delivery), () -> harmless(delivery.body().length));
            return reading instanceof Reading.Poison poison
                    ? new Reading.Poison(Encodings.hint(delivery) + poison.reason())
                    : reading;
        } catch (Unreadable e) {
            // Its class alone: what it says may have the body in it.
            Object cause = e.getCause() == null ? e : e.getCause();
            return new Reading.Poison(
                    "The gateway can't read this message: " + cause.getClass().getSimpleName() + ".");
        }
    }

    private Reading event(Delivery delivery) {
        byte[] body = delivery.body();
        return bodies.read(body, 0, body.length, delivery.properties().getMessageId(), delivery.header("traceparent"));
    }

    private Reading harmless(int length) {
        byte[] body = Arrays.copyOf(HARMLESS, Math.max(length, HARMLESS.length));
        Arrays.fill(body, HARMLESS.length, body.length, (byte) ' ');
        return bodies.read(body, 0, body.length, null, null);
    }
}
