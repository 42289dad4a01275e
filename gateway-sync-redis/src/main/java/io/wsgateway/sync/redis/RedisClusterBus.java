package io.wsgateway.sync.redis;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.failedFuture;

import io.wsgateway.model.Entry;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.DuplicateReporter;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SteadyTime;
import io.wsgateway.spi.SupervisedThread;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The log that several instances share, in Redis 6.2 or later. Every batch is one script call, which fences, numbers, stores
 * and publishes it as one step; every instance follows what is published and reads from the stored log what it missed.
 *
 * <p>Appends and claims fail before {@link #start}. All threads are daemons.
 */
public final class RedisClusterBus implements ClusterBus {
    /** Others learn of a retirement before they try to hand anything to who retired, which is after 2 s. */
    private static final long PRESENCE_SECONDS = 1;

    private static final long WATCH_SECONDS = 3;
    private static final long AUDIT_SECONDS = 5;
    private static final long LOOK_SECONDS = 2;
    private static final long PROBE_SECONDS = 1;
    /** The longest turn is a read of all that is kept, over a link that only just works. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private enum State {
        NEW,
        STARTED,
        CLOSED
    }

    private final RedisConfig config;
    private final GatewayMetrics metrics;
    private final HealthTracker tracker;
    private final RedisLink link;
    private final RedisKeys keys;
    private final HighWaterMark known = new HighWaterMark();
    private final KeptChangesCache changes;
    private final LogWriter writer;
    private final BlockingCalls calls = new BlockingCalls();
    private final UnpartitionedAppends shared;
    private final Presence presence;
    private final MessageQueue queue;
    private final PubSubListener subscription;
    private final Probe probe;
    private final StartChecks checks;
    private final PeriodicTasks tasks = new PeriodicTasks();
    private volatile State state = State.NEW;
    private volatile @Nullable LogTailerThread tailer;
    private final SupervisedThread subscriberThread;
    private final SupervisedThread appendsThread;
    private volatile PeriodicTasks.@Nullable Timer presenceTimer;

    public RedisClusterBus(RedisConfig config) {
        this(config, GatewayMetrics.NONE);
    }

    /**
     * A bus that counts what it skips ({@code log.events.repeated}, {@code log.events.id-reused}), what it had to read again
     * ({@code log.repairs}, {@code log.hand-off.overflows}), calls that failed ({@code log.redis.failures}) and writes that no
     * replica confirmed in time ({@code log.redis.unreplicated}).
     */
    public RedisClusterBus(RedisConfig config, GatewayMetrics metrics) {
        this(config, metrics, InstantSource.system());
    }

    /** A bus that goes by another clock. */
    RedisClusterBus(RedisConfig config, GatewayMetrics metrics, InstantSource clock) {
        this.config = requireNonNull(config, "config");
        this.metrics = requireNonNull(metrics, "metrics");
        tracker = new HealthTracker(config.server());
        link = new RedisLink(config, tracker, metrics);
        keys = new RedisKeys(config.prefix());
        changes = new KeptChangesCache(config.keepFor(), new SteadyTime(System::nanoTime));
        writer = new LogWriter(link, keys, config, known, changes, new DuplicateReporter(metrics), clock);
        shared = new UnpartitionedAppends(writer, this::audited);
        presence = new Presence(link, keys, config.nodeId(), tracker, clock);
        queue = new MessageQueue(MessageQueue.BYTES, metrics);
        subscription = new PubSubListener(link, keys.channel, queue, tracker);
        probe = new Probe(link, keys, tracker);
        checks = new StartChecks(link, config.address(), tracker);
        link.whenMoved(subscription::restart);
        link.beforeRelying(checks::require);
        subscriberThread = new SupervisedThread("gateway-redis-subscriber", PATIENCE, this::subscribe);
        appendsThread = new SupervisedThread("gateway-redis-appends", PATIENCE, this::sendShared);
    }

    /**
     * From the next connection on, the user and the password of this address are used; those that are open stay. Any thread.
     *
     * @throws IllegalArgumentException if anything else in it is another than in the configuration
     */
    public void changeLogin(URI uri) {
        link.changeLogin(uri);
    }

    @Override
    public void mustAgree(Supplier<Map<String, String>> facts) {
        presence.mustAgree(requireNonNull(facts, "facts"));
    }

    @Override
    public void start(Follower newFollower) {
        requireNonNull(newFollower, "follower");
        synchronized (this) {
            if (state != State.NEW) {
                throw new IllegalStateException("A log is started once, and this one was started or closed before");
            }
            state = State.STARTED;
        }
        tracker.starting();
        metrics.gauge("log.hand-off.bytes", queue::bytes);
        LogTailerThread started = tailerThread(newFollower);
        tailer = started;
        subscriberThread.start();
        started.start();
        appendsThread.start();
        presenceTimer = tasks.every(PRESENCE_SECONDS, "presence", presence::tell);
        tasks.every(PROBE_SECONDS, "probe", this::lookAgain);
        tasks.every(WATCH_SECONDS, "watch", subscription::watch);
        tasks.every(AUDIT_SECONDS, "audit", shared::audit);
        tasks.every(LOOK_SECONDS, "look", link::look);
    }

    private LogTailerThread tailerThread(Follower follower) {
        FollowerCursor cursor = new FollowerCursor(follower, known, changes);
        LogTailer reading = new LogTailer(
                cursor,
                queue,
                new LogReader(link, keys),
                new KeptStore(link, keys, changes, Runtime.getRuntime().maxMemory() / 4),
                writer,
                checks,
                tracker,
                metrics);
        return new LogTailerThread(cursor, reading, queue, PATIENCE);
    }

    @Override
    public CompletionStage<Appender> claim(String partition) {
        requireNonNull(partition, "partition");
        return whileStarted(() -> calls.call(() -> new RedisAppender(writer, writer.claim(partition), calls)));
    }

    @Override
    public CompletionStage<Void> append(List<? extends Entry> batch) {
        requireNonNull(batch, "batch");
        return whileStarted(() -> shared.append(batch));
    }

    @Override
    public Optional<Duration> keepsChangesFor() {
        return Optional.of(config.keepFor());
    }

    @Override
    public Set<String> instances() {
        return presence.sharers();
    }

    @Override
    public void retire() {
        presence.retire();
        PeriodicTasks.Timer timer = presenceTimer;
        if (timer != null) {
            timer.now();
        }
    }

    @Override
    public Health health() {
        return tracker.health();
    }

    /** Its threads: all of them are vital. */
    @Override
    public Health liveness() {
        LogTailerThread tailing = tailer;
        if (state != State.STARTED || tailing == null) {
            return Health.UP;
        }
        return Stream.of(subscriberThread.liveness(), tailing.liveness(), appendsThread.liveness(), tasks.liveness())
                .filter(liveness -> !liveness.up())
                .findFirst()
                .orElse(Health.UP);
    }

    @Override
    public void close() {
        State before;
        synchronized (this) {
            before = state;
            state = State.CLOSED;
        }
        if (before == State.CLOSED) {
            return;
        }
        tracker.closed();
        tasks.close();
        calls.close();
        shared.close();
        subscription.close();
        LogTailerThread tailing = tailer;
        if (tailing != null) {
            tailing.stop();
        }
        if (before == State.STARTED) {
            presence.retire();
            presence.tell();
        }
        link.close();
    }

    private <T> CompletionStage<T> whileStarted(Supplier<CompletionStage<T>> action) {
        return switch (state) {
            case NEW -> failedFuture(new IllegalStateException("The log is not started"));
            case STARTED -> action.get();
            case CLOSED -> failedFuture(BlockingCalls.isClosed());
        };
    }

    private void audited(AppendAnswer answer) {
        LogTailerThread tailing = tailer;
        if (tailing != null) {
            tailing.audited(answer);
        }
    }

    private void subscribe() throws InterruptedException {
        subscription.run(subscriberThread::progress);
    }

    private void sendShared() throws InterruptedException {
        shared.run(appendsThread::progress);
    }

    /** What failed is tried again soon, so that the health doesn't tell of it for longer than it lasts. */
    private void lookAgain() {
        probe.look();
        if (tracker.isTroubled(Script.AUDIT.name)) {
            shared.audit();
        }
    }

    @Override
    public String toString() {
        return "RedisClusterBus[" + config.nodeId() + " at " + config.server() + "]";
    }
}
