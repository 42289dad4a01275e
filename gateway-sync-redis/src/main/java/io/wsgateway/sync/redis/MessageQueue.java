package io.wsgateway.sync.redis;

import io.wsgateway.spi.GatewayMetrics;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Published messages on their way from the subscriber to the follower; at most so many bytes. What doesn't fit is
 * discarded together with all that waits, and the follower reads the log instead: Redis must never wait for us, or it cuts
 * the subscription off. Thread-safe.
 */
final class MessageQueue {
    static final long BYTES = 16L << 20;

    private static final long TURN_MILLIS = 5_000;

    /** What a message costs besides its bytes. */
    private static final int OVERHEAD = 64;

    private final long limit;
    private final GatewayMetrics metrics;
    private final Queue<byte[]> messages = new ConcurrentLinkedQueue<>();
    private long bytes;
    private boolean subscribed;
    private boolean readLog;

    MessageQueue(long limit, GatewayMetrics metrics) {
        this.limit = limit;
        this.metrics = metrics;
    }

    /** The subscription stands: what is published from now on arrives, what was before must be read. */
    synchronized void subscribed() {
        subscribed = true;
        readOn();
    }

    /** The subscription is gone. */
    synchronized void unsubscribed() {
        subscribed = false;
    }

    synchronized void offer(byte[] message) {
        if (readLog) {
            return; // the follower reads on from the log, which has it
        }
        if (bytes + message.length > limit) {
            metrics.count("log.hand-off.overflows", 1);
            readOn();
            return;
        }
        messages.add(message);
        bytes += message.length + OVERHEAD;
        notifyAll();
    }

    /** The follower has to read the log. */
    synchronized void readOn() {
        messages.clear();
        bytes = 0;
        readLog = true;
        notifyAll();
    }

    /**
     * The next message; null: read the log. Waits for either, and for the subscription before reading.
     *
     * @param waiting called now and then meanwhile
     */
    synchronized byte @Nullable [] take(Runnable waiting) throws InterruptedException {
        while (messages.isEmpty() && !(readLog && subscribed)) {
            waiting.run();
            wait(TURN_MILLIS);
        }
        if (readLog) {
            readLog = false;
            return null;
        }
        byte[] message = messages.remove();
        bytes -= message.length + OVERHEAD;
        return message;
    }

    synchronized long bytes() {
        return bytes;
    }
}
