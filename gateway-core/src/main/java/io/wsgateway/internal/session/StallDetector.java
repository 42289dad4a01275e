package io.wsgateway.internal.session;

import java.time.Duration;

/** Whether connections take what they are sent: at least 1 KiB a second, a fifth of what the slowest phones do. */
final class StallDetector {
    /** Bytes a second. */
    private static final long LEAST_RATE = 1024;

    private final long time;
    private final long bytes;

    /** @param stall how long less may leave */
    StallDetector(Duration stall) {
        time = stall.toNanos();
        bytes = Math.max(1, stall.toMillis() * LEAST_RATE / 1000);
    }

    /** The connection begins to be watched: it is full. */
    static void begin(Session session, long now) {
        session.sentSeen = session.connection.sentBytes();
        session.progressAt = now;
    }

    /** Whether too little has left for too long. */
    boolean stalled(Session session, long queued, long now) {
        long sent = session.connection.sentBytes();
        if (queued == 0 || sent - session.sentSeen >= bytes) {
            session.sentSeen = sent;
            session.progressAt = now;
        }
        return now - session.progressAt > time;
    }
}
