package io.wsgateway.internal.session;

/** How a connection takes what it is sent, as {@link StallDetector} last saw it. Confined to its lane. */
final class Progress {
    /** Bytes that it had sent when it last had made enough progress. */
    private long sent;
    /** When that was, ns. */
    private long at;
    /** Bytes of replies since its queue was last seen empty. */
    private long replied;

    /** @param now ns */
    Progress(long now) {
        at = now;
    }

    /** It made progress, or begins to be watched. */
    void made(long sentBytes, long now) {
        sent = sentBytes;
        at = now;
    }

    /** Bytes that have left since then. */
    long since(long sentBytes) {
        return sentBytes - sent;
    }

    /** Ns that have passed since then. */
    long age(long now) {
        return now - at;
    }

    void replied(int bytes) {
        replied += bytes;
    }

    /** Nothing waits in its queue. */
    void drained() {
        replied = 0;
    }

    long repliedBytes() {
        return replied;
    }
}
