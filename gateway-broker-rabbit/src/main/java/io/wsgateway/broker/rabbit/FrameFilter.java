package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.Frame;
import io.wsgateway.broker.rabbit.Attempt.Unreadable;
import io.wsgateway.model.Printable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Looks at what RabbitMQ sends before the client library does. Properties that the library can't read would end the
 * connection, and come back on the next one, for ever; and it would put a body together however large it is. So such
 * properties are replaced, bodies are cut at {@link Delivery#MOST_BYTES}, and a {@link Mark} says so: the message arrives
 * like any other, and can go to {@code gateway.dead}. One thread.
 */
final class FrameFilter {
    /** What a frame of the usual size (128 KiB) holds, and what RabbitMQ adds to it when a message comes back. */
    static final int MOST_HEADER_BYTES = (128 + 8) << 10;

    private static final int LONGEST_CAUSE = 200;

    /** By channel: bodies that are being cut. */
    private final Map<Integer, Cut> cuts = new HashMap<>();

    private static final class Cut {
        private int wanted = Delivery.MOST_BYTES;
        private long coming;

        private Cut(long length) {
            coming = length;
        }
    }

    /**
     * @return what the library gets instead; a heartbeat, which it takes for a sign of life, in place of nothing
     * @throws Attempt.Failed if this process can't read anything now
     */
    Frame filter(Frame frame) throws IOException {
        if (FrameParts.type(frame) == AMQP.FRAME_HEADER) {
            return header(frame);
        }
        Cut cut = cuts.isEmpty() ? null : cuts.get(FrameParts.channel(frame));
        return cut == null ? frame : body(frame, cut);
    }

    private Frame header(Frame frame) throws IOException {
        ContentHeader header = new ContentHeader(frame.getPayload());
        if (!header.whole()) {
            return frame;
        }
        long length = header.length();
        int kept = (int) Math.min(length, Delivery.MOST_BYTES);
        if (length > kept) {
            cuts.put(FrameParts.channel(frame), new Cut(length));
        } else {
            cuts.remove(FrameParts.channel(frame));
        }
        try {
            if (header.size() > MOST_HEADER_BYTES) {
                return marked(
                        frame,
                        header.withoutHeaders(),
                        kept,
                        new Mark(length, "Send headers and properties of at most 128 KiB, not " + header.size() + "."));
            }
            BasicProperties properties = header.properties();
            return length > kept ? marked(frame, properties, kept, new Mark(length, null)) : frame;
        } catch (Unreadable e) {
            return marked(frame, header.withoutHeaders(), kept, new Mark(length, reason(e)));
        }
    }

    private static Frame marked(Frame frame, BasicProperties properties, int length, Mark mark) throws IOException {
        // The bytes alone: the library writes such a frame otherwise than it reads it.
        byte[] payload =
                mark.on(properties).toFrame(FrameParts.channel(frame), length).getPayload();
        return new Frame(AMQP.FRAME_HEADER, FrameParts.channel(frame), payload);
    }

    private Frame body(Frame frame, Cut cut) {
        if (FrameParts.type(frame) != AMQP.FRAME_BODY) {
            cuts.remove(FrameParts.channel(frame));
            return frame;
        }
        byte[] bytes = frame.getPayload();
        cut.coming -= bytes.length;
        if (cut.coming <= 0) {
            cuts.remove(FrameParts.channel(frame));
        }
        int wanted = Math.min(bytes.length, cut.wanted);
        cut.wanted -= wanted;
        if (wanted == 0) {
            return new Frame(AMQP.FRAME_HEARTBEAT, 0, new byte[0]);
        }
        return wanted == bytes.length
                ? frame
                : new Frame(AMQP.FRAME_BODY, FrameParts.channel(frame), Arrays.copyOf(bytes, wanted));
    }

    private static String reason(Unreadable fault) {
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        return "Send headers that RabbitMQ's client for Java can read: at most 32 levels of tables and arrays, and the types"
                + " of AMQP 0-9-1 ("
                + Printable.of(AmqpErrors.of(cause), LONGEST_CAUSE) + ").";
    }
}
