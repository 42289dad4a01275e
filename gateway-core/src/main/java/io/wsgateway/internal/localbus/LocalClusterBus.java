package io.wsgateway.internal.localbus;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wsgateway.model.Entry;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.Health;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The log of an instance that runs alone. The follower is called on the appender's thread before the append completes, so
 * an event is on its way without a hop. The log begins with this object, under an epoch of its own, and ends with it.
 *
 * <p>Appending is possible before {@link #start}: the follower begins after that, and is told of the membership changes
 * and revocations in it. An append or claim from within a follower's call fails.
 */
public final class LocalClusterBus implements ClusterBus {
    private enum State {
        NEW,
        STARTED,
        CLOSED
    }

    private final String nodeId;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final LocalLog log;

    private volatile State state = State.NEW;
    private volatile boolean retired;

    /**
     * A new, empty log.
     *
     * @param clock the log's time
     */
    public LocalClusterBus(String nodeId, InstantSource clock) {
        this(nodeId, clock, GatewayMetrics.NONE);
    }

    /** A new, empty log that counts what it skips, as {@code log.events.repeated} and {@code log.events.id-reused}. */
    public LocalClusterBus(String nodeId, InstantSource clock, GatewayMetrics metrics) {
        this.nodeId = requireNonNull(nodeId, "nodeId");
        log = new LocalLog(requireNonNull(clock, "clock"), metrics);
    }

    @Override
    public void start(Follower newFollower) {
        requireNonNull(newFollower, "follower");
        synchronized (lock) {
            if (state != State.NEW) {
                throw new IllegalStateException("A log is started once, and this one was started or closed before");
            }
            state = State.STARTED;
            log.follow(newFollower);
        }
    }

    @Override
    public CompletionStage<Appender> claim(String partition) {
        requireNonNull(partition, "partition");
        return alone(log -> {
            LocalAppender appender = new LocalAppender(partition);
            log.claim(partition, appender);
            return appender;
        });
    }

    @Override
    public CompletionStage<Void> append(List<? extends Entry> batch) {
        List<Entry> entries = List.copyOf(batch);
        return alone(log -> log.append(entries)).thenAccept(appended -> {});
    }

    @Override
    public Set<String> instances() {
        return retired ? Set.of() : Set.of(nodeId);
    }

    @Override
    public void retire() {
        retired = true;
    }

    @Override
    public Health health() {
        return switch (state) {
            case NEW -> Health.down("the log is not started");
            case STARTED -> Health.UP;
            case CLOSED -> Health.down("the log is closed");
        };
    }

    @Override
    public void close() {
        synchronized (lock) {
            state = State.CLOSED;
            log.unfollow();
        }
    }

    @Override
    public String toString() {
        return "LocalClusterBus[" + nodeId + "]";
    }

    private <T> CompletionStage<T> alone(Function<LocalLog, T> action) {
        T result;
        synchronized (lock) {
            if (state == State.CLOSED) {
                return failedFuture(new IllegalStateException("The log is closed"));
            }
            if (log.isTelling()) {
                return failedFuture(new IllegalStateException("A follower's call must not append or claim"));
            }
            try {
                result = action.apply(log);
            } catch (Throwable e) {
                return failedFuture(e);
            }
        }
        return completedFuture(result);
    }

    private final class LocalAppender implements Appender {
        private final String partition;

        private LocalAppender(String partition) {
            this.partition = partition;
        }

        @Override
        public CompletionStage<Appended> append(List<? extends Entry> batch) {
            List<Entry> entries = List.copyOf(batch);
            return alone(log -> log.append(entries, partition, this));
        }
    }
}
