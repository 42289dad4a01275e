package io.wsgateway.internal.session;

import java.time.Duration;

/** Whether connections take what they are sent: at least 1 KiB a second, a fifth of what the slowest mobile links carry. */
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
        session.progress.made(session.connection.sentBytes(), now);
    }

    /** Whether too little has left for too long. */
    public boolean stalled(Session session, long now) {
        assert session.isConfined();
        return stalled(session, session.connection.queuedBytes(), now);
    }

    /**
     * The bytes that a connection was sent, hasn't taken and that nothing else keeps alive: all of them where it doesn't take them,
     * otherwise the replies made for it alone. Events are shared by all receivers and the ring.
     */
    public long untaken(Session session, long now) {
        assert session.isConfined();
        long queued = session.connection.queuedBytes();
        if (queued == 0) {
            session.progress.drained();
        }
        boolean slow = session.isFull() || stalled(session, queued, now);
        return slow ? queued : Math.min(queued, session.progress.repliedBytes());
    }

    private boolean stalled(Session session, long queued, long now) {
        long sent = session.connection.sentBytes();
        if (queued == 0 || session.progress.since(sent) >= bytes) {
            session.progress.made(sent, now);
        }
        return session.progress.age(now) > time;
    }
}
