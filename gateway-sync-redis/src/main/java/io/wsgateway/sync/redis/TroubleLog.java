package io.wsgateway.sync.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which troubles a log was told of: each that is another than the one before, the same one once a minute at most, and no more
 * than six a minute. Reasons that differ in numbers only are the same. Not thread-safe.
 */
final class TroubleLog {
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST = 6;

    private final LongSupplier nanoTime;
    private final Map<String, Long> toldAt = new HashMap<>();
    private String last = "";
    private boolean owesEnd = true;

    TroubleLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether to tell it now. */
    boolean isNews(String reason) {
        String kind = reason.replaceAll("\\d+", "#");
        long now = nanoTime.getAsLong();
        toldAt.values().removeIf(at -> now - at > MINUTE_NANOS);
        if (kind.equals(last) || toldAt.containsKey(kind) || toldAt.size() >= MOST) {
            return false;
        }
        toldAt.put(kind, now);
        last = kind;
        owesEnd = true;
        return true;
    }

    /** All troubles have ended; returns whether to tell that: of the start, and after any that was told. */
    boolean isOver() {
        boolean owed = owesEnd;
        owesEnd = false;
        last = "";
        return owed;
    }
}
