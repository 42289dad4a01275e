package io.wsgateway;

import io.wsgateway.spi.GatewayMetrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what the user's metrics throw away from the gateway's threads; logs it once. */
final class GuardedMetrics implements GatewayMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedMetrics.class);

    private final GatewayMetrics metrics;
    private final AtomicBoolean failed = new AtomicBoolean();

    GuardedMetrics(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void count(String name, long by) {
        try {
            metrics.count(name, by);
        } catch (Throwable e) {
            say(e);
        }
    }

    @Override
    public void gauge(String name, LongSupplier value) {
        try {
            metrics.gauge(name, value);
        } catch (Throwable e) {
            say(e);
        }
    }

    @Override
    public void time(String name, Duration took) {
        try {
            metrics.time(name, took);
        } catch (Throwable e) {
            say(e);
        }
    }

    private void say(Throwable fault) {
        try {
            if (failed.compareAndSet(false, true)) {
                LOG.warn("The metrics throw; this is logged once", fault);
            }
        } catch (Throwable unsaid) {
            failed.set(false);
        }
    }
}
