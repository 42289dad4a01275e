package io.wsgateway.testkit;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.spi.EventSource.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A sink that appends, fails, fences or holds back as it is told, keeps every offer, and notes what no source may do as
 * {@link #faults}. Thread-safe.
 */
public final class FakeSink implements Sink {

    /**
     * One batch that a source offered.
     *
     * @param partition null where it belongs to none
     */
    public record Offer(@Nullable String partition, List<Event> batch) {}

    private final List<Offer> offers = new ArrayList<>();
    private final List<Offer> appended = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<Runnable> heldBack = new ArrayList<>();
    private int claims;
    private int failingClaims;
    private int failingOffers;
    private int fencedOffers;
    private boolean holding;

    /** The next claims fail. */
    public synchronized void failClaims(int count) {
        failingClaims = count;
    }

    /** The next offers fail: nobody can tell what became of them. */
    public synchronized void failOffers(int count) {
        failingOffers = count;
    }

    /** The next offers through an appender that hasn't been fenced yet find that it is. */
    public synchronized void fenceOffers(int count) {
        fencedOffers = count;
    }

    /** Offers get no answer until {@link #release}. */
    public synchronized void holdBack() {
        holding = true;
    }

    /** Answers what was held back, and all that follows at once. */
    public void release() {
        List<Runnable> answers;
        synchronized (this) {
            holding = false;
            answers = List.copyOf(heldBack);
            heldBack.clear();
        }
        answers.forEach(Runnable::run);
    }

    /** Every batch that was offered, whatever became of it. */
    public synchronized List<Offer> offers() {
        return List.copyOf(offers);
    }

    /** Every batch that was appended. */
    public synchronized List<Offer> appendedBatches() {
        return List.copyOf(appended);
    }

    /** The events of all batches that were appended. */
    public List<Event> appended() {
        return appendedBatches().stream()
                .flatMap(offer -> offer.batch().stream())
                .toList();
    }

    /** How many claims succeeded. */
    public synchronized int claims() {
        return claims;
    }

    /** What the source did that no source may do; empty for a good one. */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public synchronized CompletionStage<Appender> claim(String partition) {
        if (failingClaims > 0) {
            failingClaims--;
            return failedFuture(new IllegalStateException("this claim was told to fail"));
        }
        claims++;
        return completedFuture(new FakeAppender(partition));
    }

    @Override
    public CompletionStage<Void> accept(List<Event> batch) {
        return offer(new Offer(null, List.copyOf(batch)), false).thenAccept(appended -> {});
    }

    @Override
    public Set<String> instances() {
        return Set.of("node-1");
    }

    private synchronized CompletableFuture<Appended> offer(Offer offer, boolean canBeFenced) {
        offers.add(offer);
        if (offer.batch().isEmpty()) {
            faults.add("an empty batch was offered");
        }
        if (failingOffers > 0) {
            failingOffers--;
            return failedFuture(new IllegalStateException("this offer was told to fail"));
        }
        if (canBeFenced && fencedOffers > 0) {
            fencedOffers--;
            return completedFuture(Appended.FENCED);
        }
        if (!holding) {
            return completedFuture(append(offer));
        }
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        heldBack.add(() -> answer.complete(append(offer)));
        return answer;
    }

    private synchronized Appended append(Offer offer) {
        appended.add(offer);
        return Appended.YES;
    }

    private synchronized void note(String fault) {
        faults.add(fault);
    }

    private final class FakeAppender implements Appender {
        private final String partition;
        private boolean busy;
        private boolean fenced;
        private @Nullable List<Event> unclear;

        private FakeAppender(String partition) {
            this.partition = partition;
        }

        @Override
        public CompletionStage<Appended> append(List<? extends Entry> entries) {
            List<Event> batch = entries.stream().map(Event.class::cast).toList();
            synchronized (FakeSink.this) {
                noteIf(busy, "two appends at once in " + partition);
                noteIf(fenced, "an append after FENCED in " + partition);
                noteIf(
                        unclear != null && !Objects.equals(unclear, batch),
                        "after a failed stage another batch in " + partition + ": " + batch + " instead of " + unclear);
                busy = true;
                if (fenced) {
                    busy = false;
                    return completedFuture(Appended.FENCED);
                }
            }
            return offer(new Offer(partition, batch), true).whenComplete((outcome, failure) -> {
                synchronized (FakeSink.this) {
                    busy = false;
                    fenced = outcome == Appended.FENCED;
                    unclear = failure == null ? null : batch;
                }
            });
        }

        private void noteIf(boolean fault, String what) {
            if (fault) {
                note(what);
            }
        }
    }
}
