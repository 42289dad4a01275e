package io.wsgateway;

import io.wsgateway.spi.AwakeClock;
import io.wsgateway.spi.EndSignal;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Ticks the {@link AwakeClock} by which clients are judged. Vital: without it no deadline of a client ever comes. */
final class ClockThread implements LongSupplier, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AwakeClock clock = new AwakeClock(System::nanoTime);
    private final EndSignal end = new EndSignal();
    private final SupervisedThread thread = new SupervisedThread("gateway-clock", PATIENCE, this::run);

    /** Once. */
    void start() {
        thread.start();
    }

    /** Counted time, ns. Any thread. */
    @Override
    public long getAsLong() {
        return clock.getAsLong();
    }

    /** Whether the thread lives and ticks. Any thread. */
    Health liveness() {
        return thread.liveness();
    }

    /** Idempotent, doesn't wait. */
    @Override
    public void close() {
        end.signal();
    }

    private void run() throws InterruptedException {
        do {
            clock.tick();
            thread.progress();
        } while (!end.await(AwakeClock.PERIOD.toMillis(), TimeUnit.MILLISECONDS));
    }
}
