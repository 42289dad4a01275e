package io.wsgateway.sync.redis;

import static java.util.concurrent.CompletableFuture.failedFuture;

import io.wsgateway.model.Entry;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Numbers a claim's batches: one whose answer was lost keeps its number, so it happens once. */
final class RedisAppender implements Appender {
    private final LogAppends appends;
    private final LogAppends.Claim claim;
    private final CallThreads threads;
    private long number = 1;
    private boolean busy;
    private @Nullable OutgoingBatch unclear;

    RedisAppender(LogAppends appends, LogAppends.Claim claim, CallThreads threads) {
        this.appends = appends;
        this.claim = claim;
        this.threads = threads;
    }

    @Override
    public CompletionStage<Appended> append(List<? extends Entry> batch) {
        OutgoingBatch offered;
        long itsNumber;
        synchronized (this) {
            if (busy) {
                return failedFuture(
                        new IllegalStateException("One append at a time: the one before has no answer yet"));
            }
            OutgoingBatch again = unclear;
            if (again != null && !again.entries().equals(batch)) {
                return failedFuture(new IllegalStateException(
                        "The append before this one failed, so the log may have it: append an equal batch first"));
            }
            offered = again != null ? again : OutgoingBatch.of(batch);
            itsNumber = number;
            busy = true;
            unclear = offered;
        }
        return threads.call(() -> appends.append(claim, itsNumber, offered)).handle(this::settle);
    }

    private synchronized Appended settle(@Nullable AppendAnswer answer, @Nullable Throwable failure) {
        busy = false;
        if (answer == null) {
            throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
        }
        unclear = null;
        number++;
        return switch (answer.status()) {
            case DONE -> Appended.YES;
            case FENCED -> Appended.FENCED;
            case STALE -> throw new IllegalStateException("Batch " + (number - 1) + " was answered before");
        };
    }
}
