package io.wsgateway.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One measured stretch of fan-out: from the first event published to the last one delivered. */
record FanoutMeasurement(long deliveries, Usage usage, Latencies latencies) {
    /**
     * A client that waits for the next byte is woken by every send, which makes the server look dearer than it is: with
     * events in flight limited it looks every 4 ms instead.
     */
    private static final long POLL = 4_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static FanoutMeasurement measure(LoadedServer side, Fanout fanout, Duration time) throws IOException {
        side.rest(300);
        Tally tally = fanout.tally();
        side.client().count(tally);
        Usage before = Usage.now(side.server());
        side.server().tell(fanout.startCommand());
        for (long end = before.wall() + time.toNanos(); System.nanoTime() - end < 0; ) {
            step(side, fanout, tally);
        }
        long expected = side.server().ask("stop") * fanout.receivers();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (tally.deliveries() < expected) {
            step(side, fanout, tally);
            if (System.nanoTime() - deadline > 0) {
                throw new BenchFailure(side.kind() + ": " + (expected - tally.deliveries()) + " of " + expected
                        + " deliveries are missing");
            }
        }
        return new FanoutMeasurement(expected, Usage.now(side.server()).since(before), tally.latencies());
    }

    /** CPU time of the server for a delivery, in µs. */
    double micros() {
        return usage.server() / 1e3 / deliveries;
    }

    double perSecond() {
        return deliveries * 1e9 / usage.wall();
    }

    private static void step(LoadedServer side, Fanout fanout, Tally tally) throws IOException {
        if (fanout.drive() instanceof Drive.PerSecond) {
            side.client().await(10);
            return;
        }
        long start = System.nanoTime();
        side.client().poll();
        String credits = tally.takeCredits();
        if (!credits.isEmpty()) {
            side.server().tell("credit " + credits);
        }
        LockSupport.parkNanos(POLL - (System.nanoTime() - start));
    }
}
