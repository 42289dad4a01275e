package io.wsgateway.launcher;

import io.wsgateway.launcher.settings.Catalogue;
import io.wsgateway.launcher.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The process's gateway from its start to its stop, one after the other: a signal that comes while it starts stops what was
 * started, and one that comes before keeps it from starting. Thread-safe.
 */
final class Lifetime {
    /** What an end in order takes at most beside the drain: close frames, and a RabbitMQ and Redis that don't answer. */
    private static final Duration CLOSING = Duration.ofSeconds(45);

    private final Logger log;
    private final Watchdog watchdog;
    /** Before there are settings: nothing has to drain. */
    private volatile Duration stopPatience = CLOSING;

    private @Nullable Assembly running;
    private boolean failed;
    private boolean over;

    Lifetime(Logger log) {
        this.log = log;
        watchdog = new Watchdog(log);
        watchdog.start();
    }

    /** Starts the gateway; empty where the process ends already. Where it throws, the process ends with another code than 0. */
    synchronized Optional<Assembly> start(Settings settings) throws CannotListenException {
        if (over) {
            return Optional.empty();
        }
        failed = true;
        stopPatience =
                CLOSING.plus(settings.value(Catalogue.DRAIN_DELAY)).plus(settings.value(Catalogue.DRAIN_TIMEOUT));
        Assembly assembly = new Assembly(settings);
        assembly.start();
        watchdog.watch(assembly::liveness);
        failed = false;
        running = assembly;
        return Optional.of(assembly);
    }

    /**
     * Runs in the shutdown hook. A process that stopped as it was told to has ended well: 0 and not 143. One that can't stop,
     * for want of memory or because something hangs, is ended by the watchdog.
     */
    void stop() {
        watchdog.stopWithin(stopPatience);
        stopInOrder();
    }

    private synchronized void stopInOrder() {
        over = true;
        if (failed) {
            return;
        }
        ExitCode code = ExitCode.INTERNAL;
        try {
            if (running != null) {
                running.drain();
                log.info("Drained");
                running.close();
            }
            log.info("Stopped");
            code = ExitCode.OK;
        } catch (Throwable e) {
            log.error("The gateway did not stop in order", e);
        } finally {
            Runtime.getRuntime().halt(code.number());
        }
    }
}
