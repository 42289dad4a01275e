package io.wsgateway.auth;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wsgateway.spi.Health;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an identity provider, at hand: fetched ahead of need by {@link #tick}, and once more when the keys at hand
 * don't tell enough, by one download for all who wait. Nothing here blocks.
 *
 * <p>While the provider can't be reached, the last keys serve for another hour.
 */
final class KeyCache implements AutoCloseable {
    static final Duration REFRESH_AFTER = Duration.ofMinutes(5);
    static final Duration USABLE_FOR = Duration.ofHours(1);
    static final int MAX_WAITING = 4_096;
    /** ns after which a download is given up whose end was never told. */
    private static final long LOST_AFTER = Duration.ofSeconds(15).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(KeyCache.class);

    private final KeyDownload download;
    private final LongSupplier ticker;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final FetchPace pace = new FetchPace();

    private final AtomicInteger waiting = new AtomicInteger();
    // Written under the lock.
    private volatile @Nullable FetchedKeys held;
    private volatile String problem = "not fetched yet";
    private volatile long fetches;

    @GuardedBy("lock")
    private @Nullable CompletableFuture<FetchedKeys> underway;

    /** What those await who need a fetch that hasn't begun. */
    @GuardedBy("lock")
    private @Nullable CompletableFuture<FetchedKeys> next;

    @GuardedBy("lock")
    private boolean failed;

    @GuardedBy("lock")
    private boolean closed;

    /**
     * What a fetch brought.
     *
     * @param fetch its number
     * @param at when it ended, by the ticker
     */
    record FetchedKeys(List<VerificationKey> all, long fetch, long at) {}

    /** @param ticker monotonic, ns */
    KeyCache(KeyDownload download, LongSupplier ticker) {
        this.download = download;
        this.ticker = ticker;
    }

    /** The number of the last fetch that has begun. */
    long fetches() {
        return fetches;
    }

    /** The keys at hand, or the next ones where there are none. A failed stage means cannot tell now. */
    CompletionStage<FetchedKeys> keys() {
        FetchedKeys now = usable();
        if (now != null) {
            return completedFuture(now);
        }
        synchronized (lock) {
            now = usable(); // a fetch may have ended meanwhile
            return now != null ? completedFuture(now) : awaited(underway != null ? underway : next());
        }
    }

    /** The keys of the first fetch that begins from now on: at once, or within some seconds. A failed stage as above. */
    CompletionStage<FetchedKeys> newerKeys() {
        synchronized (lock) {
            return awaited(next());
        }
    }

    /** Fetches the keys if they are due or awaited. Called every second; never throws. */
    void tick() {
        synchronized (lock) {
            long now = ticker.getAsLong();
            CompletableFuture<FetchedKeys> lost = underway;
            if (lost != null && now - pace.begunAt() > LOST_AFTER) {
                end(lost, null, new IllegalStateException("no end of it within " + LOST_AFTER / 1_000_000_000 + " s"));
            }
            if (closed || underway != null) {
                return;
            }
            FetchedKeys known = held;
            boolean due = known == null || now - known.at() >= REFRESH_AFTER.toNanos();
            if (next != null && pace.mayBeAsked(now, failed)) {
                pace.asked(now);
                begin(now);
            } else if (due && pace.mayRefresh(now)) {
                begin(now);
            }
        }
    }

    Health health() {
        return usable() != null ? Health.UP : Health.down(noKeys());
    }

    @Override
    public void close() {
        CompletableFuture<FetchedKeys> first;
        CompletableFuture<FetchedKeys> second;
        synchronized (lock) {
            closed = true;
            first = underway;
            second = next;
            underway = null;
            next = null;
            held = null;
            problem = "closed";
        }
        abandon(first);
        abandon(second);
        download.close();
    }

    @Override
    public String toString() {
        return download.toString();
    }

    private static void abandon(@Nullable CompletableFuture<FetchedKeys> awaited) {
        if (awaited != null) {
            awaited.completeExceptionally(new IllegalStateException("The token verifier is closed"));
        }
    }

    private @Nullable FetchedKeys usable() {
        FetchedKeys now = held;
        return now != null && ticker.getAsLong() - now.at() < USABLE_FOR.toNanos() ? now : null;
    }

    @GuardedBy("lock")
    private CompletableFuture<FetchedKeys> next() {
        long now = ticker.getAsLong();
        boolean may = underway == null && pace.mayBeAsked(now, failed);
        if (closed) {
            return failedFuture(new IllegalStateException("The token verifier is closed"));
        } else if (failed && underway == null && !may) {
            return failedFuture(new IllegalStateException(noKeys()));
        }
        CompletableFuture<FetchedKeys> awaited = next == null ? new CompletableFuture<>() : next;
        next = awaited;
        if (may) {
            pace.asked(now);
            begin(now);
        }
        return awaited;
    }

    private CompletionStage<FetchedKeys> awaited(CompletableFuture<FetchedKeys> fetch) {
        if (fetch.isDone()) {
            return fetch;
        } else if (waiting.get() >= MAX_WAITING) {
            return failedFuture(new IllegalStateException(MAX_WAITING + " tokens wait for " + download));
        }
        waiting.incrementAndGet();
        return fetch.whenComplete((keys, failure) -> waiting.decrementAndGet());
    }

    @GuardedBy("lock")
    private void begin(long now) {
        CompletableFuture<FetchedKeys> fetch = next == null ? new CompletableFuture<>() : next;
        next = null;
        underway = fetch;
        pace.begun(now);
        long number = fetches + 1;
        fetches = number;
        try {
            var unused = download.start()
                    .whenComplete((keys, failure) -> end(
                            fetch, keys == null ? null : new FetchedKeys(keys, number, ticker.getAsLong()), failure));
        } catch (RuntimeException | Error e) {
            end(fetch, null, e);
        }
    }

    private void end(CompletableFuture<FetchedKeys> fetch, @Nullable FetchedKeys keys, @Nullable Throwable failure) {
        synchronized (lock) {
            if (closed || fetch != underway) {
                return;
            }
            underway = null;
            failed = keys == null;
            if (keys != null) {
                hold(keys);
            } else {
                lack(KeyTrouble.of(failure));
            }
        }
        // Whoever waits goes on elsewhere: nothing of theirs runs here.
        if (keys != null) {
            fetch.complete(keys);
        } else {
            fetch.completeExceptionally(new IllegalStateException(noKeys(), failure));
        }
    }

    private String noKeys() {
        return "no keys from " + download + ": " + problem;
    }

    @GuardedBy("lock")
    private void hold(FetchedKeys keys) {
        held = keys;
        if (!problem.isEmpty()) {
            LOG.info("Got {} key(s) from {}", keys.all().size(), download);
            problem = "";
        }
    }

    @GuardedBy("lock")
    private void lack(String now) {
        if (!problem.equals(now)) {
            problem = now;
            LOG.warn("Got no keys from {}: {}{}", download, now, usable() == null ? "" : "; those of before serve on");
        }
    }
}
