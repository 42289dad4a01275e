package io.wsgateway.protocol;

import static java.util.Objects.checkFromIndexSize;

import io.wsgateway.internal.json.Refused;
import io.wsgateway.internal.json.StrictJson;
import io.wsgateway.model.Event;
import io.wsgateway.model.RefusedEventException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An event as services publish it, and the rules that every event keeps before it enters the log. Any thread. */
public final class Envelope {
    /** The most bytes of a body, and of an event's data. */
    public static final int MOST_BYTES = EventRules.MOST_BYTES;

    /** The most bytes that {@link EntryCodec} makes of an event that was read or admitted. */
    public static final int MOST_ENTRY_BYTES = EventRules.MOST_ENTRY_BYTES;

    /** The data alone, one level below. */
    private static final StrictJson DATA = new StrictJson(EventRules.DEPTH - 1);

    private Envelope() {}

    /** What a body turned out to be. */
    public sealed interface Reading {

        /**
         * An event that keeps all rules.
         *
         * @param routingKey decides the partition: what shares it keeps its order; at most 255 bytes of UTF-8
         */
        record Valid(Event event, String routingKey) implements Reading {}

        /**
         * A body that must not be delivered, now or later.
         *
         * @param reason one sentence for its publisher, without anything of the body in it
         */
        record Poison(String reason) implements Reading {}
    }

    /**
     * Reads a body. The event's data is a view of the same array, which must not change any more. Unknown fields are
     * ignored, null counts as absent; a {@code traceparent} that isn't one is dropped.
     *
     * @param messageId the event's id, over the body's own; null or empty: not stated
     * @throws IndexOutOfBoundsException if the array has no such stretch
     */
    public static Reading read(
            byte[] body, int offset, int length, @Nullable String messageId, @Nullable String traceparent) {
        checkFromIndexSize(offset, length, body.length);
        try {
            EnvelopeReader reader = new EnvelopeReader(body, offset, length);
            Event event = reader.read(messageId, traceparent);
            return new Reading.Valid(event, reader.routingKey(event));
        } catch (Refused e) {
            return new Reading.Poison(e.reason());
        }
    }

    /**
     * The event under the rules that a published one is under: its data is checked, and its membership change is read
     * from it. A membership event is never ephemeral, whatever it says.
     *
     * @throws RefusedEventException with the rule that the event breaks
     */
    public static Event admit(Event event) {
        try {
            EventRules.checkSize("data", event.data().length());
            var data = ByteBuffer.wrap(
                    event.data().bytes(), event.data().offset(), event.data().length());
            Event admitted = EventRules.apply(event, named(data));
            if (event.membership() != null && !event.membership().equals(admitted.membership())) {
                throw new Refused(
                        "Leave the membership out: it is read from the data of guild.create and guild.delete.");
            }
            return admitted;
        } catch (Refused e) {
            throw new RefusedEventException(e.reason());
        }
    }

    /**
     * The event as a body that {@link #read} understands. Its id and traceparent aren't part of it: they are a message's
     * properties.
     *
     * @throws RefusedEventException if the body would be larger than {@link #MOST_BYTES}
     */
    public static byte[] write(Event event) {
        return EnvelopeWriter.write(event);
    }

    private static NamedGuild named(ByteBuffer data) throws Refused {
        try (var parser = DATA.open(StrictJson.text(data))) {
            if (!StrictJson.opensObject(parser)) {
                throw new Refused("Send data that is a JSON object.");
            }
            NamedGuild named = NamedGuild.in(parser);
            if (!StrictJson.ends(parser)) {
                throw new Refused("Send nothing behind the object that is the data.");
            }
            return named;
        } catch (IOException e) {
            throw DATA.refusal("data", e);
        }
    }
}
