package io.wsgateway.internal.localbus;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import io.wsgateway.internal.support.Insistence;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.KeptChanges;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    private final Object lock = new Object();
    private final String nodeId;
    private final InstantSource clock;
    private final SplittableRandom tags;
    private final Map<String, Partition> partitions = new HashMap<>();
    private final RecentIds unpartitioned = new RecentIds(IDS_PER_PARTITION);
    private final Deduplicator deduplicator;
    private KeptChanges kept = new KeptChanges();
    private Place last;
    private @Nullable Follower follower;
    private boolean telling;
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
        this.clock = requireNonNull(clock, "clock");
        deduplicator = new Deduplicator(metrics);
        SecureRandom random = new SecureRandom();
        tags = new SplittableRandom(random.nextLong());
        last = new Place(Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX), 0, tags.nextLong());
    }

    @Override
    public void start(Follower newFollower) {
        requireNonNull(newFollower, "follower");
        synchronized (lock) {
            if (state != State.NEW) {
                throw new IllegalStateException("A log is started once, and this one was started or closed before");
            }
            state = State.STARTED;
            follower = newFollower;
            KeptChanges changes = kept;
            kept = new KeptChanges();
            tell(f -> f.onGap(last));
            tell(f -> f.onKept(changes));
            tell(Follower::onCaughtUp);
        }
    }

    @Override
    public CompletionStage<Appender> claim(String partition) {
        requireNonNull(partition, "partition");
        return alone(() -> {
            Partition claimed = partitions.computeIfAbsent(partition, name -> new Partition());
            LocalAppender appender = new LocalAppender(claimed);
            claimed.owner = appender;
            return appender;
        });
    }

    @Override
    public CompletionStage<Void> append(List<? extends Entry> batch) {
        List<Entry> entries = List.copyOf(batch);
        return alone(() -> {
                    append(entries, unpartitioned);
                    return Appended.YES;
                })
                .thenAccept(appended -> {});
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
            follower = null;
        }
    }

    @Override
    public String toString() {
        return "LocalClusterBus[" + nodeId + "]";
    }

    private <T> CompletionStage<T> alone(Supplier<T> action) {
        T result;
        synchronized (lock) {
            if (state == State.CLOSED) {
                return failedFuture(new IllegalStateException("The log is closed"));
            }
            if (telling) {
                return failedFuture(new IllegalStateException("A follower's call must not append or claim"));
            }
            try {
                result = action.get();
            } catch (Throwable e) {
                return failedFuture(e);
            }
        }
        return completedFuture(result);
    }

    private void append(List<Entry> batch, RecentIds ids) {
        Instant now = clock.instant();
        List<Entry> fresh = deduplicator.without(batch, ids);
        if (fresh.isEmpty()) {
            return;
        }
        Place end;
        Consumer<Follower> batchOf;
        try {
            end = new Place(last.epoch(), last.seq() + fresh.size(), tags.nextLong());
            EntryBatch encoded = EntryBatch.of(fresh);
            batchOf = f -> f.onBatch(end, now, now, encoded);
            if (state == State.NEW) {
                keep(fresh, end, now);
            }
        } catch (Throwable e) {
            // It may be offered again, and is no repeat then.
            Deduplicator.forget(fresh, ids);
            throw e;
        }
        last = end;
        tell(batchOf);
    }

    private void keep(List<Entry> entries, Place end, Instant now) {
        long first = end.seq() - entries.size() + 1;
        for (int i = 0; i < entries.size(); i++) {
            Kept.of(entries.get(i), end.epoch(), first + i, now).forEach(kept::add);
        }
    }

    private void tell(Consumer<Follower> call) {
        Follower told = follower;
        if (told == null) {
            return;
        }
        telling = true;
        try {
            call.accept(told);
        } catch (Throwable e) {
            Insistence.say("The follower of the log failed; the log goes on", e);
        } finally {
            telling = false;
        }
    }

    /** One partition: the ids of its last events, and who may append. */
    private static final class Partition {
        private final RecentIds ids = new RecentIds(IDS_PER_PARTITION);
        private @Nullable LocalAppender owner;
    }

    private final class LocalAppender implements Appender {
        private final Partition partition;

        private LocalAppender(Partition partition) {
            this.partition = partition;
        }

        @Override
        public CompletionStage<Appended> append(List<? extends Entry> batch) {
            List<Entry> entries = List.copyOf(batch);
            return alone(() -> {
                if (partition.owner != this) {
                    return Appended.FENCED;
                }
                LocalClusterBus.this.append(entries, partition.ids);
                return Appended.YES;
            });
        }
    }
}
