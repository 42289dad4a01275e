package io.wsgateway.testkit;

import io.wsgateway.model.Event;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.spi.EventSource;
import io.wsgateway.spi.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/** Brings the events of an {@link InMemoryBroker} to the log, one thread per partition. */
public final class InMemoryEventSource implements EventSource {
    private static final int BATCH = 64;
    private static final long NANOS_BETWEEN_TRIES = 10_000_000;

    private final InMemoryBroker broker;
    private final List<Thread> relays = new ArrayList<>();
    private final List<CompletableFuture<Void>> ends = new ArrayList<>();
    private volatile boolean stopping;

    public InMemoryEventSource(InMemoryBroker broker) {
        this.broker = broker;
    }

    @Override
    public synchronized void start(Sink sink) {
        if (!relays.isEmpty() || stopping) {
            throw new IllegalStateException("A source is started once, and this one was started or stopped before");
        }
        for (InMemoryBroker.Queue queue : broker.queues()) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            Thread relay = new Thread(() -> relay(queue, sink, end), "in-memory-relay-" + queue.partition());
            relay.setDaemon(true);
            relays.add(relay);
            ends.add(end);
            relay.start();
        }
    }

    @Override
    public synchronized CompletionStage<Void> stop() {
        stopping = true;
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    @Override
    public synchronized Health health() {
        return relays.isEmpty() || stopping ? Health.down("not running") : Health.UP;
    }

    @Override
    public synchronized void close() {
        stopping = true;
        relays.forEach(Thread::interrupt);
        for (Thread relay : relays) {
            try {
                relay.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void relay(InMemoryBroker.Queue queue, Sink sink, CompletableFuture<Void> end) {
        try {
            while (!stopping) {
                relayUntilFenced(queue, sink);
            }
            end.complete(null);
        } catch (InterruptedException e) {
            end.completeExceptionally(new IllegalStateException("Closed before all was acknowledged", e));
        }
    }

    private void relayUntilFenced(InMemoryBroker.Queue queue, Sink sink) throws InterruptedException {
        Appender appender = null;
        while (!stopping) {
            List<Event> batch = queue.peek(BATCH);
            if (batch.isEmpty()) {
                continue;
            }
            if (appender == null) {
                appender = await(() -> sink.claim(queue.partition()));
            }
            Appender claimed = appender;
            if (await(() -> claimed.append(batch)) == Appended.FENCED) {
                return;
            }
            queue.acknowledge(batch.size());
        }
    }

    /** A step of which nobody can leave off in the middle: it is tried until its outcome is known. */
    private interface Step<T> {
        CompletionStage<T> take();
    }

    private static <T> T await(Step<T> step) throws InterruptedException {
        while (true) {
            try {
                return step.take().toCompletableFuture().get();
            } catch (ExecutionException e) {
                LockSupport.parkNanos(NANOS_BETWEEN_TRIES);
            }
        }
    }
}
