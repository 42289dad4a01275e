package io.wsgateway.spi;

/**
 * Whether the heap has room for newcomers. Where it has none the JDK may fail in the middle of accepting a socket, whose
 * descriptor it then forgets: open for good, and nobody's. So whoever accepts asks first, and leaves newcomers in the kernel's
 * queue for a moment. Thread-safe.
 */
public final class HeapRoom {
    /** Why newcomers wait, for people. */
    public static final String NONE = "the heap is nearly full; a larger -Xmx helps, or fewer connections";

    /** What is left for those who are here: one part in this of the heap. */
    private static final int PART = 64;

    private static final long LEAST_BYTES = 1 << 20;
    private static final long MOST_BYTES = 8 << 20;
    /** ns between two collections that are asked for here. */
    private static final long COLLECT_EVERY = 60_000_000_000L;

    private final long needed;
    private long collectedAt = System.nanoTime() - COLLECT_EVERY;

    private HeapRoom(long needed) {
        this.needed = needed;
    }

    /** For connections that stay: a 64th of the heap has to be free, 8 MiB at most. */
    public static HeapRoom forConnections() {
        return new HeapRoom(needed(Runtime.getRuntime().maxMemory()));
    }

    /** For short requests, of those who ask whether this process lives for example: as long as there is any. */
    public static HeapRoom forRequests() {
        return new HeapRoom(LEAST_BYTES / 4);
    }

    static long needed(long heap) {
        return Math.max(LEAST_BYTES, Math.min(MOST_BYTES, heap / PART));
    }

    /**
     * Takes no memory, and well under 1 µs while there is room. Garbage counts as used until it is collected, so where there is none
     * a collection is asked for first, once a minute at most: nobody else may come to do that while newcomers are kept waiting.
     */
    public boolean isThere() {
        return free() >= needed || (mayCollect() && free() >= needed);
    }

    private synchronized boolean mayCollect() {
        long now = System.nanoTime();
        if (now - collectedAt < COLLECT_EVERY) {
            return false;
        }
        collectedAt = now;
        System.gc();
        return true;
    }

    private static long free() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }
}
