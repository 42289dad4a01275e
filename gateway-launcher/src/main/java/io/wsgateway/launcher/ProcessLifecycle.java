package io.wsgateway.launcher;

import io.wsgateway.launcher.settings.SettingDefinitions;
import io.wsgateway.launcher.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The process's gateway from its start to its stop, one after the other: a signal that comes while it starts stops what was
 * started, and one that comes before keeps it from starting. Thread-safe.
 */
final class ProcessLifecycle {
    /** What an end in order takes at most beside the drain: close frames, and a RabbitMQ and Redis that don't answer. */
    private static final Duration CLOSING = Duration.ofSeconds(45);

    private final Logger log;
    private final Watchdog watchdog;
    private final CompletableFuture<Integer> classes =
            CompletableFuture.supplyAsync(ClassPreloader::preload, ProcessLifecycle::aside);
    /** Before there are settings: nothing has to drain. */
    private volatile Duration stopPatience = CLOSING;

    private volatile @Nullable Assembly running;
    private volatile boolean drained;
    private boolean failed;
    private boolean over;

    ProcessLifecycle(Logger log) {
        this.log = log;
        watchdog = new Watchdog(log);
        watchdog.start();
    }

    private static void aside(Runnable task) {
        Thread thread = new Thread(task, "gateway-classes");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts the gateway; empty where the process ends already. Where it throws, the process ends with another code than 0, unless it was told to stop. */
    synchronized Optional<Assembly> start(Settings settings) throws CannotListenException {
        if (over) {
            return Optional.empty();
        }
        failed = true;
        stopPatience = CLOSING.plus(settings.value(SettingDefinitions.DRAIN_DELAY))
                .plus(settings.value(SettingDefinitions.DRAIN_TIMEOUT));
        Assembly assembly = new Assembly(settings);
        // Who is ready has to outlive a full heap.
        classes.join();
        assembly.start();
        watchdog.watch(assembly::liveness);
        failed = false;
        running = assembly;
        return Optional.of(assembly);
    }

    /** There is nothing to stop, and the process ends with the code of whoever ends it. */
    synchronized void giveUp() {
        failed = true;
    }

    /** What a stop that goes on waits for, for people. Doesn't wait for the stop itself. */
    String awaited() {
        Assembly assembly = running;
        if (assembly == null) {
            return "the end of the start";
        }
        return drained ? "RabbitMQ, Redis and the last connections" : assembly.awaited();
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
            Assembly assembly = running;
            if (assembly != null) {
                assembly.drain();
                drained = true;
                log.info("Drained");
                assembly.close();
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
