package io.wsgateway.broker.rabbit;

import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What was published on one channel and what RabbitMQ said of it, by sequence number. Thread-safe. */
final class PendingConfirms {
    private final LongSupplier ticker;
    private final NavigableMap<Long, CompletableFuture<Void>> pending = new TreeMap<>();
    /** When each was published that RabbitMQ has said nothing of yet: what is pending, and what was given up since. */
    private final NavigableMap<Long, Long> unanswered = new TreeMap<>();

    private long readingSince;
    private @Nullable String end;

    /** @param ticker monotonic, ns */
    PendingConfirms(LongSupplier ticker) {
        this.ticker = ticker;
        readingSince = ticker.getAsLong();
    }

    /** Must be called in the order of the numbers. */
    synchronized CompletableFuture<Void> expect(long number) {
        if (end != null) {
            return CompletableFuture.failedFuture(new IOException(end));
        }
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        pending.put(number, outcome);
        unanswered.put(number, ticker.getAsLong());
        return outcome;
    }

    synchronized int size() {
        return pending.size();
    }

    /** Nobody waits for it any longer, so it counts no more; RabbitMQ hasn't said anything of it, though. */
    synchronized void givenUp(long number) {
        pending.remove(number);
    }

    /** ns for which RabbitMQ has owed an answer to the oldest; 0 if it owes none. */
    synchronized long owed() {
        return unanswered.isEmpty()
                ? 0
                : ticker.getAsLong()
                        - Math.max(readingSince, unanswered.firstEntry().getValue());
    }

    /** RabbitMQ reads only from now on: what it left unanswered so far doesn't count. */
    synchronized void restart() {
        readingSince = ticker.getAsLong();
    }

    /** RabbitMQ has it, in every queue that it belongs to. */
    void confirmed(long number, boolean andAllBefore) {
        take(number, andAllBefore).forEach(outcome -> outcome.complete(null));
    }

    void refused(long number, IOException failure) {
        take(number, false).forEach(outcome -> outcome.completeExceptionally(failure));
    }

    /** RabbitMQ did not take it. */
    void refused(long number, boolean andAllBefore, String reason) {
        IOException failure = new IOException(reason);
        take(number, andAllBefore).forEach(outcome -> outcome.completeExceptionally(failure));
    }

    /**
     * The channel has ended: nobody can tell what became of the rest, and nothing more is expected.
     *
     * @param reason by the number of messages of which RabbitMQ had said nothing
     */
    void end(IntFunction<IOException> reason) {
        IOException failure;
        synchronized (this) {
            failure = reason.apply(unanswered.size());
            end = AmqpErrors.of(failure);
        }
        take(Long.MAX_VALUE, true).forEach(outcome -> outcome.completeExceptionally(failure));
    }

    private synchronized List<CompletableFuture<Void>> take(long number, boolean andAllBefore) {
        if (!andAllBefore) {
            unanswered.remove(number);
            CompletableFuture<Void> one = pending.remove(number);
            return one == null ? List.of() : List.of(one);
        }
        unanswered.headMap(number, true).clear();
        NavigableMap<Long, CompletableFuture<Void>> done = pending.headMap(number, true);
        List<CompletableFuture<Void>> outcomes = List.copyOf(done.values());
        done.clear();
        return outcomes;
    }
}
