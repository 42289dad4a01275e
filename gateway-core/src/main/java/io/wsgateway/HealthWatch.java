package io.wsgateway;

import io.wsgateway.spi.EndSignal;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Counts how often a part that worked stopped working, whether or not anybody asks for the health: {@code
 * health.degraded.bus}. Looks once a second, so what is shorter may be missed. A part that hasn't worked yet doesn't count.
 */
final class HealthWatch implements AutoCloseable {
    private static final long EVERY_SECONDS = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Supplier<Map<String, Health>> components;
    private final GatewayMetrics metrics;
    private final Runnable alsoLooks;
    private final EndSignal end = new EndSignal();
    private final SupervisedThread thread = new SupervisedThread("gateway-health", PATIENCE, this::run);
    /** Parts that worked at the last look. */
    private final Set<String> up = new HashSet<>();

    /**
     * @param components health by the part's name
     * @param alsoLooks run at each look
     */
    HealthWatch(Supplier<Map<String, Health>> components, GatewayMetrics metrics, Runnable alsoLooks) {
        this.components = components;
        this.metrics = metrics;
        this.alsoLooks = alsoLooks;
    }

    /** Once. */
    void start() {
        thread.start();
    }

    /** Not concurrently. */
    void look() {
        components.get().forEach((name, health) -> {
            if (health.up()) {
                up.add(name);
            } else if (up.remove(name) && !end.isSignalled()) {
                metrics.count("health.degraded." + name, 1);
            }
        });
        if (!end.isSignalled()) {
            alsoLooks.run();
        }
    }

    /** Whoever leaves closes its parts itself, and nothing of that counts. Idempotent, doesn't wait. */
    @Override
    public void close() {
        end.signal();
    }

    private void run() {
        try {
            while (!end.await(EVERY_SECONDS, TimeUnit.SECONDS)) {
                thread.progress();
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
