package io.wsgateway.launcher;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * SIGTERM and SIGINT: the first one stops the gateway in order, the second says what that waits for, the third ends the
 * process at once. Thread-safe.
 */
final class StopSignals implements Runnable {
    private final Logger log;
    private final Supplier<String> awaited;
    private final Runnable stop;
    private final IntConsumer halt;
    private final AtomicInteger seen = new AtomicInteger();

    /**
     * @param awaited what a stop that goes on waits for
     * @param stop ends the process in order; may take its time
     * @param halt ends it now, with this code
     */
    StopSignals(Logger log, Supplier<String> awaited, Runnable stop, IntConsumer halt) {
        this.log = log;
        this.awaited = awaited;
        this.stop = stop;
        this.halt = halt;
    }

    @Override
    public void run() {
        switch (seen.incrementAndGet()) {
            case 1 -> stop.run();
            case 2 ->
                log.warn(
                        "Stopping already, and waiting for {}. Another signal ends the process at once", awaited.get());
            default -> {
                log.warn("Ended by a third signal, while waiting for {}", awaited.get());
                halt.accept(ExitCode.INTERNAL.number());
            }
        }
    }
}
