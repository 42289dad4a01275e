package io.wsgateway.internal.session;

/** When a session did what, by the ticker (ns). Confined to its lane, but for {@link #heard}. */
public final class SessionTimes {
    private final long openedAt;
    /** Of the last heartbeat's arrival, of {@code READY}, or of the moment when reading went on. */
    private volatile long heardAt;
    /** The silence, by its begin, in which a heartbeat was asked for. */
    private long promptedFor = Long.MIN_VALUE;

    private long leaveAt;
    private boolean leaving;

    SessionTimes(long now) {
        openedAt = now;
        heardAt = now;
    }

    /** Ns since the connection was opened. */
    public long age(long now) {
        return now - openedAt;
    }

    public void heard(long now) {
        heardAt = now;
    }

    long silence(long now) {
        return now - heardAt;
    }

    boolean promptOnce() {
        long silence = heardAt;
        boolean first = promptedFor != silence;
        promptedFor = silence;
        return first;
    }

    /** It is asked to leave, and to be gone by then. */
    public void leaveBy(long time) {
        leaving = true;
        leaveAt = time;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** Whether it should have gone. */
    public boolean isOverdue(long now) {
        return leaving && now - leaveAt >= 0;
    }
}
