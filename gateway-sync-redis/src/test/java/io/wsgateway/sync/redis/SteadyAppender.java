package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.messageWithId;

import io.wsgateway.model.Entry;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Appends numbered events to a partition as a relay does: what failed is offered again until the log has it. */
final class SteadyAppender implements AutoCloseable {
    private static final int BATCH = 8;

    private final ClusterBus bus;
    private final String partition;
    private final List<Entry> appended = new ArrayList<>();
    private final Thread thread;
    private int failures;
    private volatile boolean stopping;

    SteadyAppender(ClusterBus bus, String partition) {
        this.bus = bus;
        this.partition = partition;
        thread = new Thread(this::run, "appender-" + partition);
        thread.setDaemon(true);
        thread.start();
    }

    /** What the log has, in its order. */
    synchronized List<Entry> appended() {
        return List.copyOf(appended);
    }

    /** How many calls failed so far. */
    synchronized int failures() {
        return failures;
    }

    /** Stops after the batch that is under way. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new AssertionError("The appender of " + partition + " still waits for Redis");
        }
    }

    private void run() {
        try {
            Appender appender = untilDone(() -> bus.claim(partition));
            for (int from = 0; !stopping; from += BATCH) {
                List<Entry> batch = IntStream.range(from, from + BATCH)
                        .<Entry>mapToObj(i -> messageWithId(partition + "-" + i))
                        .toList();
                Appender owner = appender;
                if (untilDone(() -> owner.append(batch)) != Appended.YES) {
                    throw new AssertionError("fenced, and nobody else claimed " + partition);
                }
                synchronized (this) {
                    appended.addAll(batch);
                }
                LockSupport.parkNanos(2_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T untilDone(Supplier<CompletionStage<T>> call) throws InterruptedException {
        while (true) {
            try {
                return call.get().toCompletableFuture().get();
            } catch (ExecutionException e) {
                synchronized (this) {
                    failures++;
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }
}
