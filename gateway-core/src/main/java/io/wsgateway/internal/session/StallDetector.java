package io.wsgateway.internal.session;

import java.time.Duration;

/** Whether connections take what they are sent: at least 1 KiB a second, a fifth of what the slowest phones do. */
public final class StallDetector {
    /** Bytes a second. */
    private static final long LEAST_RATE = 1024;

    private final long time;
    private final long bytes;

    /** @param stall how long less may leave */
    public StallDetector(Duration stall) {
        time = stall.toNanos();
        bytes = Math.max(1, stall.toMillis() * LEAST_RATE / 1000);
    }

    /** The connection begins to be watched: it is full. */
    static void begin(Session session, long now) {
        session.sentSeen = session.connection.sentBytes();
        session.progressAt = now;
    }

    /** Whether too little has left for too long. */
    public boolean stalled(Session session, long now) {
        return stalled(session, session.connection.queuedBytes(), now);
    }

    /**
     * The bytes that a connection was sent, hasn't taken and may be the last to hold: all of them where it doesn't take them,
     * otherwise the replies made for it alone. Events are shared by all receivers and the ring.
     */
    public long untaken(Session session, long now) {
        long queued = session.connection.queuedBytes();
        if (queued == 0) {
            session.replied = 0;
        }
        boolean slow = session.isFull() || stalled(session, queued, now);
        return slow ? queued : Math.min(queued, session.replied);
    }

    private boolean stalled(Session session, long queued, long now) {
        long sent = session.connection.sentBytes();
        if (queued == 0 || sent - session.sentSeen >= bytes) {
            session.sentSeen = sent;
            session.progressAt = now;
        }
        return now - session.progressAt > time;
    }
}
