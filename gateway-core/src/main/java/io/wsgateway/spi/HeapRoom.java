package io.wsgateway.spi;

/**
 * Whether the heap has room for a newcomer. Where it has none the JDK may fail in the middle of accepting a socket, whose
 * descriptor it then forgets: open for good, and nobody's. So whoever accepts asks first, and leaves newcomers in the kernel's
 * queue for a moment.
 */
public final class HeapRoom {
    /** Why newcomers wait, for people. */
    public static final String NONE = "the heap is nearly full; a larger -Xmx helps, or fewer connections";

    /** What is left for those who are here: one part in this of the heap, and a little in any case. */
    private static final int PART = 64;

    private static final long LEAST_BYTES = 1 << 20;

    private HeapRoom() {}

    /** As far as the collector knows: garbage that it has not found yet counts as used. Takes no memory, and well under 1 µs. */
    public static boolean isThere() {
        Runtime runtime = Runtime.getRuntime();
        long most = runtime.maxMemory();
        return isThere(most, most - runtime.totalMemory() + runtime.freeMemory());
    }

    static boolean isThere(long most, long free) {
        return free >= Math.max(LEAST_BYTES, most / PART);
    }
}
