package io.wsgateway.sync.redis;

import static java.util.concurrent.CompletableFuture.failedFuture;

import io.wsgateway.model.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends what belongs to no partition, in the order in which it was offered, on a thread of its own: what waits while Redis
 * answers goes out as one batch. Thread-safe.
 */
final class UnpartitionedAppends implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnpartitionedAppends.class);

    static final int APPENDS = 4_096;
    static final long BYTES = 16L << 20;

    private static final int BATCH_ENTRIES = 64;
    private static final int BATCH_BYTES = 256 << 10;

    private final LogWriter writer;
    private final Consumer<AppendAnswer> audited;
    private final Deque<Offered> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean auditDue;
    private boolean closed;

    private record Offered(OutgoingBatch batch, CompletableFuture<Void> done) {
        long size() {
            return batch.body().length;
        }
    }

    /** @param audited told of the answer to each audit */
    UnpartitionedAppends(LogWriter writer, Consumer<AppendAnswer> audited) {
        this.writer = writer;
        this.audited = audited;
    }

    CompletionStage<Void> append(List<? extends Entry> entries) {
        List<Offered> offered = OutgoingBatch.pieces(entries).stream()
                .map(piece -> new Offered(piece, new CompletableFuture<>()))
                .toList();
        long size = offered.stream().mapToLong(Offered::size).sum();
        synchronized (this) {
            if (closed) {
                return failedFuture(BlockingCalls.isClosed());
            }
            if (waiting.size() >= APPENDS || bytes + size > BYTES) {
                return failedFuture(new RejectedExecutionException(
                        "Too much waits for Redis: offer the same batch again in a while"));
            }
            // All at once, which makes room first: adding one where there is no memory to grow loses all that waits.
            waiting.addAll(offered);
            bytes += size;
            notifyAll();
        }
        return CompletableFuture.allOf(offered.stream().map(Offered::done).toArray(CompletableFuture[]::new));
    }

    /** Appends nothing soon, to see whether Redis still takes writes and still has the log. */
    synchronized void audit() {
        auditDue = true;
        notifyAll();
    }

    /**
     * Sends until it is closed.
     *
     * @param progress called at least with every audit
     */
    void run(Runnable progress) throws InterruptedException {
        for (List<Offered> some = next(); some != null; some = next()) {
            progress.run();
            send(some);
        }
    }

    private void send(List<Offered> some) {
        try {
            if (some.isEmpty()) {
                audited.accept(writer.audit(null));
                return;
            }
            writer.append(
                    some.size() == 1
                            ? some.get(0).batch()
                            : OutgoingBatch.joined(
                                    some.stream().map(Offered::batch).toList()));
            some.forEach(one -> one.done().complete(null));
        } catch (RuntimeException | Error e) {
            if (some.isEmpty() && !(e instanceof RedisFailure)) {
                LOG.error("The audit of the log failed", e); // of a RedisFailure the health tells
            }
            some.forEach(one -> BlockingCalls.fail(one.done(), e));
        }
    }

    /** What goes out together; nothing for an audit. Null at the end. */
    private synchronized @Nullable List<Offered> next() throws InterruptedException {
        while (!closed && waiting.isEmpty() && !auditDue) {
            wait();
        }
        if (closed) {
            return null;
        }
        List<Offered> some = new ArrayList<>();
        if (auditDue) {
            auditDue = false;
            return some;
        }
        int entries = 0;
        int size = 0;
        int changes = 0;
        while (!waiting.isEmpty()) {
            OutgoingBatch first = waiting.getFirst().batch();
            entries += first.entries().size();
            size += first.body().length;
            changes += first.kept().size();
            if (!some.isEmpty()
                    && (entries > BATCH_ENTRIES || size > BATCH_BYTES || changes > OutgoingBatch.MOST_KEPT)) {
                break;
            }
            some.add(waiting.getFirst());
            waiting.removeFirst();
            bytes -= first.body().length;
        }
        return some;
    }

    /** What waits fails. */
    @Override
    public void close() {
        List<Offered> left;
        synchronized (this) {
            left = List.copyOf(waiting);
            closed = true;
            waiting.clear();
            bytes = 0;
            notifyAll();
        }
        left.forEach(one -> BlockingCalls.fail(one.done(), BlockingCalls.isClosed()));
    }
}
