package io.wsgateway.broker.rabbit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The poison of one batch on its way to {@code gateway.dead}: all of it together. Where RabbitMQ refuses one of them, which
 * doesn't say which, they go one by one; what is refused alone goes with less and less of it, and is dropped when nothing of
 * it is taken. Only a refusal of the message itself counts: whatever else fails is tried again as it is. One try at a time.
 */
final class DeadLetterBatch {
    /** What goes of a message. */
    enum Extent {
        /** All of it. */
        WHOLE,
        /** Without headers and properties. */
        BODY,
        /** The reason only, and where it came from. */
        REASON
    }

    /** Where it goes. */
    interface Destination {
        CompletionStage<Void> take(PoisonMessage poison, Extent extent);

        /** Not even the reason was taken. */
        void drop(PoisonMessage poison);
    }

    private final Destination destination;
    private final Deque<PoisonMessage> left;
    private final List<PoisonMessage> sent = new ArrayList<>();
    private boolean together;
    private Extent extent = Extent.WHOLE;

    DeadLetterBatch(List<PoisonMessage> poison, Destination destination) {
        this.destination = destination;
        left = new ArrayDeque<>(poison);
        together = poison.size() > 1;
    }

    /** Completes when RabbitMQ has all of them. A failed stage: try again; some may be there twice then. */
    CompletionStage<Void> attempt() {
        if (together) {
            return CompletableFuture.allOf(left.stream()
                            .map(one -> destination.take(one, Extent.WHOLE).toCompletableFuture())
                            .toArray(CompletableFuture[]::new))
                    .whenComplete((done, failure) -> allEnded(failure));
        }
        PoisonMessage next = left.peek();
        return next == null
                ? CompletableFuture.completedFuture(null)
                : destination
                        .take(next, extent)
                        .whenComplete((done, failure) -> ended(next, failure))
                        .thenCompose(done -> attempt());
    }

    /** What is there by now. */
    List<PoisonMessage> sent() {
        return List.copyOf(sent);
    }

    private void allEnded(@Nullable Throwable failure) {
        if (failure == null) {
            sent.addAll(left);
            left.clear();
        }
        together = !(cause(failure) instanceof ConfirmChannel.Refused);
    }

    private void ended(PoisonMessage one, @Nullable Throwable failure) {
        boolean refused = cause(failure) instanceof ConfirmChannel.Refused refusal && refusal.alone();
        if (failure == null) {
            sent.add(one);
            next();
        } else if (refused && extent == Extent.REASON) {
            destination.drop(one);
            next();
        } else if (refused) {
            extent = extent == Extent.WHOLE ? Extent.BODY : Extent.REASON;
        }
    }

    private void next() {
        left.remove();
        extent = Extent.WHOLE;
    }

    /** What a stage failed with, without what stages put around it. */
    static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
