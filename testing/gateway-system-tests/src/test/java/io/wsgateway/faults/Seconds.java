package io.wsgateway.faults;

import java.util.concurrent.TimeUnit;

/** How long things took, in whole seconds, as tables say it. */
final class Seconds {
    private Seconds() {}

    /** @param begun of {@link System#nanoTime} */
    static long since(long begun) {
        return Math.round((System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1));
    }
}
