package io.wsgateway.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Ends the process, with a line and {@link ExitCode#INTERNAL}, where only a new one helps: a vital thread is gone or stuck, or
 * there is no memory, for a minute on end; or a stop that doesn't come to its end. Clients resume elsewhere, which they can't
 * on a connection that stays open and silent.
 */
final class Watchdog {
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** How long the process may be beyond help: what frees memory, or comes back by itself, has had its time. */
    static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The same for a process that was told to end. */
    static final Duration STOPPING_PATIENCE = Duration.ofSeconds(10);
    /** A heap from which this can't be had serves nobody. */
    private static final int PROBE_BYTES = 64 << 10;

    // Made beforehand: there may be no memory for them when they are needed.
    private static final Health NO_MEMORY = Health.down("the heap is full");
    private static final byte[] LAST_WORDS =
            "The gateway is beyond help and ends with 70; the log says why, as far as there was memory for it\n"
                    .getBytes(UTF_8);

    private final Logger log;
    private final LongSupplier ticker;
    private final IntConsumer halt;
    private final SupervisedThread thread = new SupervisedThread("gateway-watchdog", Duration.ofMinutes(1), this::run);
    private volatile Supplier<Health> liveness = () -> Health.UP;
    private volatile boolean stopping;
    private volatile long stopBy;

    // From here on the thread's own.
    private boolean down;
    private long downSince;

    Watchdog(Logger log) {
        this(log, System::nanoTime, code -> Runtime.getRuntime().halt(code));
    }

    /**
     * @param ticker monotonic, ns
     * @param halt ends the process with a code
     */
    Watchdog(Logger log, LongSupplier ticker, IntConsumer halt) {
        this.log = log;
        this.ticker = ticker;
        this.halt = halt;
    }

    void start() {
        thread.start();
    }

    /** What to look at from now on. */
    void watch(Supplier<Health> newLiveness) {
        liveness = newLiveness;
    }

    /** The process was told to end, and has this long at most. */
    void stopWithin(Duration atMost) {
        stopBy = ticker.getAsLong() + atMost.toNanos();
        stopping = true;
    }

    /** Looks once, and ends the process where it is time. */
    void look() {
        long now = ticker.getAsLong();
        Health health = health();
        if (health.up()) {
            down = false;
        } else if (!down) {
            down = true;
            downSince = now;
            say("Not alive: {}", health.reason());
        } else if (now - downSince > (stopping ? STOPPING_PATIENCE : PATIENCE).toNanos()) {
            end("The gateway is beyond help and ends: {}", health.reason());
        }
        if (stopping && now - stopBy > 0) {
            end("The gateway ends now: {}", "it has not stopped within its time");
        }
    }

    private Health health() {
        try {
            return new byte[PROBE_BYTES].length == PROBE_BYTES ? liveness.get() : NO_MEMORY;
        } catch (OutOfMemoryError e) {
            return NO_MEMORY;
        }
    }

    private void end(String line, String reason) {
        try {
            say(line, reason);
            System.err.write(LAST_WORDS, 0, LAST_WORDS.length);
        } finally {
            halt.accept(ExitCode.INTERNAL.number());
        }
    }

    private void say(String line, String reason) {
        try {
            log.error(line, reason);
        } catch (Throwable unsaid) {
            // There may be no memory for it.
        }
    }

    private void run() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        do {
            thread.turned();
            look();
        } while (!never.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    }
}
