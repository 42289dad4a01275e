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
    private final LogWriter writer;
    private final LogWriter.Claim claim;
    private final BlockingCalls threads;
    private long number = 1;
    private boolean busy;
    /** What is offered, or was without a clear answer; and how many of its pieces the log has. */
    private @Nullable Offered offered;

    private int appended;

    private record Offered(List<Entry> entries, List<OutgoingBatch> pieces) {}

    RedisAppender(LogWriter writer, LogWriter.Claim claim, BlockingCalls threads) {
        this.writer = writer;
        this.claim = claim;
        this.threads = threads;
    }

    @Override
    public CompletionStage<Appended> append(List<? extends Entry> batch) {
        Offered current;
        synchronized (this) {
            if (busy) {
                return failedFuture(
                        new IllegalStateException("One append at a time: the one before has no answer yet"));
            }
            Offered again = offered;
            if (again != null && !again.entries.equals(batch)) {
                return failedFuture(new IllegalStateException(
                        "The append before this one failed, so the log may have it: append an equal batch first"));
            }
            current = again != null ? again : new Offered(List.copyOf(batch), OutgoingBatch.pieces(batch));
            offered = current;
            busy = true;
        }
        return threads.call(() -> append(current)).whenComplete((answer, failure) -> answered());
    }

    // While busy this is the only one that touches the number and what is done.
    private Appended append(Offered batch) {
        for (OutgoingBatch piece : batch.pieces.subList(done(), batch.pieces.size())) {
            AppendAnswer answer = writer.append(claim, number(), piece);
            switch (answer.status()) {
                case DONE -> pieceDone(batch);
                case FENCED -> {
                    nothingOffered();
                    return Appended.FENCED;
                }
                case STALE -> throw new IllegalStateException("Batch " + number() + " was answered before");
            }
        }
        return Appended.YES;
    }

    private synchronized int done() {
        return appended;
    }

    private synchronized long number() {
        return number;
    }

    private synchronized void pieceDone(Offered batch) {
        number++;
        appended++;
        if (appended == batch.pieces.size()) {
            nothingOffered();
        }
    }

    private synchronized void nothingOffered() {
        offered = null;
        appended = 0;
    }

    private synchronized void answered() {
        busy = false;
    }
}
