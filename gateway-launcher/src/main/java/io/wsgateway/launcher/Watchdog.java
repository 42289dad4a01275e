package io.wsgateway.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * Ends the process, with a line and {@link ExitCode#INTERNAL}, where only a new one helps: a vital thread is gone or stuck for a
 * minute on end, or there is no memory for 20 s; or a stop that doesn't come to its end. Clients resume elsewhere, which they can't
 * on a connection that stays open and silent.
 */
final class Watchdog {
    /** ns between two looks. */
    private static final long EVERY = 1_000_000_000;
    /** How long the process may be beyond help: what frees memory, or comes back by itself, has had its time. */
    static final Duration PATIENCE = Duration.ofSeconds(60);
    /** How long the heap may be full: all clients are silent then, and the JVM takes no signal. */
    static final Duration FULL_PATIENCE = Duration.ofSeconds(20);
    /** How long a process may be beyond help that was told to end. */
    static final Duration STOPPING_PATIENCE = Duration.ofSeconds(10);
    /** A heap from which this can't be had serves nobody. */
    private static final int PROBE_BYTES = 256 << 10;
    /** Looks on end that show that it is alive again: a full heap lets something through now and then. */
    private static final int GOOD = 5;

    // Made beforehand: there may be no memory for them when they are needed, nor for the classes that they come from.
    private static final int CODE = ExitCode.INTERNAL.number();
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
    /** Finished ones. */
    private volatile long looks;

    // From here on the thread's own.
    private boolean down;
    private long downSince;
    private boolean full;
    /** Looks since the last one at which it was not alive. */
    private int good = GOOD;

    Watchdog(Logger log) {
        this(log, System::nanoTime, Watchdog::halt);
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
        rehearse();
        thread.start();
        new WatchdogMonitor((int) FULL_PATIENCE.toSeconds(), () -> looks, halt).start();
    }

    // A step that never ran needs memory when it runs first, for its texts, lambdas and classes.
    private static void rehearse() {
        long[] now = {0};
        Watchdog drill = new Watchdog(NOPLogger.NOP_LOGGER, () -> now[0], code -> {});
        for (Health health : List.of(Health.down(""), Health.UP, NO_MEMORY)) {
            drill.watch(() -> {
                if (health.equals(NO_MEMORY)) {
                    throw new OutOfMemoryError("a drill");
                }
                return health;
            });
            drill.look();
            now[0] += 2 * PATIENCE.toNanos();
            drill.look();
        }
        drill.stopWithin(Duration.ZERO);
        now[0]++;
        drill.look();
    }

    private static void halt(int code) {
        System.err.write(LAST_WORDS, 0, LAST_WORDS.length);
        Runtime.getRuntime().halt(code);
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
            good = Math.min(GOOD, good + 1);
            down &= good < GOOD;
        } else {
            good = 0;
            notAlive(health, now);
        }
        if (stopping && now - stopBy > 0) {
            end("The gateway ends now: {}", "it has not stopped within its time");
        }
        finished();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread counts
    private void finished() {
        looks++;
    }

    private void notAlive(Health health, long now) {
        if (!down) {
            down = true;
            downSince = now;
            say("Not alive: {}", health.reason());
        } else if (now - downSince > patience()) {
            end("The gateway is beyond help and ends: {}", health.reason());
        }
    }

    private Health health() {
        try {
            full = new byte[PROBE_BYTES].length < PROBE_BYTES;
            return liveness.get();
        } catch (OutOfMemoryError e) {
            full = true;
            return NO_MEMORY;
        }
    }

    private long patience() {
        Duration usual = full ? FULL_PATIENCE : PATIENCE;
        return (stopping ? STOPPING_PATIENCE : usual).toNanos();
    }

    private void end(String line, String reason) {
        say(line, reason);
        halt.accept(CODE);
    }

    private void say(String line, String reason) {
        try {
            log.error(line, reason);
        } catch (Throwable unsaid) {
            // There may be no memory for it.
        }
    }

    // Allocates nothing but the probe: it works where nothing else does.
    @SuppressWarnings("InfiniteLoopStatement")
    private void run() {
        while (true) {
            thread.progress();
            look();
            LockSupport.parkNanos(this, EVERY);
        }
    }
}
