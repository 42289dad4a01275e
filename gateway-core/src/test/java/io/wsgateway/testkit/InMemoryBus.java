package io.wsgateway.testkit;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import io.wsgateway.model.Entry;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.Health;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One instance's bus on an {@link InMemoryLog}. Its state is guarded by the log. */
final class InMemoryBus implements ClusterBus {
    private static final String NO_PARTITION = "";

    private final InMemoryLog log;
    private final String nodeId;
    private @Nullable Follower follower;
    private volatile Supplier<Map<String, String>> mine = Map::of;
    private volatile boolean closed;
    private volatile boolean retired;

    InMemoryBus(InMemoryLog log, String nodeId) {
        this.log = log;
        this.nodeId = nodeId;
    }

    String nodeId() {
        return nodeId;
    }

    boolean retired() {
        return retired;
    }

    /** With the log's lock held. */
    void tell(Consumer<Follower> call) {
        Follower told = follower;
        if (told == null) {
            return;
        }
        try {
            call.accept(told);
        } catch (RuntimeException e) {
            System.getLogger(InMemoryBus.class.getName())
                    .log(System.Logger.Level.WARNING, "A follower failed; the log goes on", e);
        }
    }

    @Override
    public void start(Follower newFollower) {
        synchronized (log) {
            if (follower != null || closed) {
                throw new IllegalStateException("A bus is started once, and this one was started or closed before");
            }
            follower = newFollower;
            log.join(this);
        }
    }

    @Override
    public CompletionStage<Appender> claim(String partition) {
        return closed ? failedFuture(isClosed()) : completedFuture(new Claimed(partition, log.claim(partition)));
    }

    @Override
    public CompletionStage<Void> append(List<? extends Entry> batch) {
        List<Entry> entries = List.copyOf(batch);
        if (closed) {
            return failedFuture(isClosed());
        }
        return log.append(NO_PARTITION, entries) ? completedFuture(null) : failedFuture(lost());
    }

    @Override
    public Set<String> instances() {
        return log.sharers();
    }

    @Override
    public void retire() {
        retired = true;
    }

    @Override
    public void mustAgree(Supplier<Map<String, String>> facts) {
        mine = facts;
    }

    Map<String, String> facts() {
        return mine.get();
    }

    @Override
    public Health health() {
        if (closed) {
            return Health.down("closed");
        }
        Map<String, String> theirs = log.reference();
        String differing = mine.get().entrySet().stream()
                .filter(fact ->
                        !theirs.getOrDefault(fact.getKey(), fact.getValue()).equals(fact.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        return differing.isEmpty() ? Health.UP : Health.down("other values than the others': " + differing);
    }

    @Override
    public void close() {
        synchronized (log) {
            closed = true;
            follower = null;
            log.leave(this);
        }
    }

    private static IllegalStateException isClosed() {
        return new IllegalStateException("The bus is closed");
    }

    private static IllegalStateException lost() {
        return new IllegalStateException("The answer was lost");
    }

    private final class Claimed implements Appender {
        private final String partition;
        private final long token;
        private @Nullable List<Entry> unclear;

        private Claimed(String partition, long token) {
            this.partition = partition;
            this.token = token;
        }

        @Override
        public CompletionStage<Appended> append(List<? extends Entry> batch) {
            List<Entry> entries = List.copyOf(batch);
            synchronized (log) {
                if (closed) {
                    return failedFuture(isClosed());
                }
                if (log.isFenced(partition, token)) {
                    return completedFuture(Appended.FENCED);
                }
                boolean done = entries.equals(unclear);
                unclear = null;
                if (!done && !log.append(partition, entries)) {
                    unclear = entries;
                    return failedFuture(lost());
                }
                return completedFuture(Appended.YES);
            }
        }
    }
}
