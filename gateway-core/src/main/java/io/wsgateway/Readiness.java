package io.wsgateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wsgateway.spi.Health;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether new clients are better sent here than elsewhere, and a log line when that changes. Every part counts, but for a
 * verifier that has worked once: without it the sessions that are open go on, and another instance has the same trouble.
 * Thread-safe.
 */
final class Readiness {
    static final String GATEWAY = "gateway";
    static final String VERIFIER = "verifier";

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Changes that are told in a minute. */
    private static final int MOST = 6;

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final Supplier<Map<String, Health>> components;
    private final LongSupplier nanoTime;
    private final Consumer<Health> changed;
    private volatile boolean verifierWorked;

    @GuardedBy("this")
    private boolean toldReady;

    @GuardedBy("this")
    private long minuteBegan;

    @GuardedBy("this")
    private int toldInMinute;

    /** @param components health by the part's name; the gateway's own among them */
    Readiness(Supplier<Map<String, Health>> components) {
        this(components, System::nanoTime, Readiness::log);
    }

    /** @param changed told of changes, a bounded number in a minute */
    Readiness(Supplier<Map<String, Health>> components, LongSupplier nanoTime, Consumer<Health> changed) {
        this.components = components;
        this.nanoTime = nanoTime;
        this.changed = changed;
        minuteBegan = nanoTime.getAsLong();
    }

    /** Down with the first reason; that the gateway leaves comes before any other, that it begins after them. */
    Health now() {
        Map<String, Health> all = components.get();
        Health verifier = all.getOrDefault(VERIFIER, Health.UP);
        verifierWorked |= verifier.up();
        for (Map.Entry<String, Health> part : all.entrySet()) {
            boolean counts = !part.getKey().equals(VERIFIER) || !verifierWorked;
            if (counts && !part.getValue().up()) {
                return reason(part.getKey(), part.getValue());
            }
        }
        return Health.UP;
    }

    /** Tells of a change since the last look. */
    synchronized void look() {
        Health now = now();
        if (now.up() == toldReady || !mayTell()) {
            return;
        }
        toldReady = now.up();
        changed.accept(now);
    }

    private static void log(Health now) {
        if (now.up()) {
            LOG.info("Ready");
        } else {
            LOG.warn("No longer ready: {}", now.reason());
        }
    }

    /** A part's trouble, with the part's name in front unless it is the gateway itself. */
    static Health reason(String part, Health health) {
        return part.equals(GATEWAY) ? health : Health.down(part + ": " + health.reason());
    }

    @GuardedBy("this")
    private boolean mayTell() {
        long now = nanoTime.getAsLong();
        if (now - minuteBegan > MINUTE_NANOS) {
            minuteBegan = now;
            toldInMinute = 0;
        }
        return ++toldInMinute <= MOST;
    }
}
