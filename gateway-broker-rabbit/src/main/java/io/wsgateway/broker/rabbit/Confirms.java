package io.wsgateway.broker.rabbit;

import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What was published on one channel and what RabbitMQ said of it, by sequence number. Thread-safe. */
final class Confirms {
    private final NavigableMap<Long, CompletableFuture<Void>> pending = new TreeMap<>();
    private @Nullable String end;

    /** Must be called in the order of the numbers. */
    synchronized CompletableFuture<Void> expect(long number) {
        if (end != null) {
            return CompletableFuture.failedFuture(new IOException(end));
        }
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        pending.put(number, outcome);
        return outcome;
    }

    synchronized int size() {
        return pending.size();
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

    /** The channel has ended: nobody can tell what became of the rest, and nothing more is expected. */
    void end(String reason) {
        synchronized (this) {
            end = reason;
        }
        refused(Long.MAX_VALUE, true, reason);
    }

    private synchronized List<CompletableFuture<Void>> take(long number, boolean andAllBefore) {
        if (!andAllBefore) {
            CompletableFuture<Void> one = pending.remove(number);
            return one == null ? List.of() : List.of(one);
        }
        NavigableMap<Long, CompletableFuture<Void>> settled = pending.headMap(number, true);
        List<CompletableFuture<Void>> outcomes = List.copyOf(settled.values());
        settled.clear();
        return outcomes;
    }
}
