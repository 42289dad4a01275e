package io.wsgateway.auth;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import io.wsgateway.spi.Health;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an identity provider, at hand: fetched ahead of need by {@link #tick}, and once more when a token names a key
 * that isn't there, by one download for all who wait and never more often than every 5 s. Nothing here blocks.
 *
 * <p>While the provider can't be reached, the last keys serve for another hour.
 */
final class KeyCache implements AutoCloseable {
    static final Duration REFRESH_AFTER = Duration.ofMinutes(5);
    static final Duration USABLE_FOR = Duration.ofHours(1);
    static final Duration BETWEEN_FETCHES = Duration.ofSeconds(5);
    static final int MAX_WAITING = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(KeyCache.class);

    private final KeyDownload download;
    private final InstantSource clock;
    private final Object lock = new Object();
    private volatile @Nullable Held held;
    private volatile String problem = "not fetched yet";
    private @Nullable CompletableFuture<List<JWK>> underway;
    private @Nullable Instant begunAt;
    private int waiting;
    private boolean closed;

    private record Held(List<JWK> keys, Instant at) {}

    KeyCache(KeyDownload download, InstantSource clock) {
        this.download = download;
        this.clock = clock;
    }

    /** The keys that match; none only if the provider has just been asked. A failed stage means cannot tell now. */
    CompletionStage<List<JWK>> matching(JWKMatcher wanted) {
        List<JWK> found = known(wanted);
        if (!found.isEmpty()) {
            return completedFuture(found);
        }
        synchronized (lock) {
            found = known(wanted); // a fetch may have ended meanwhile
            return found.isEmpty() ? fetched().thenApply(keys -> matching(wanted, keys)) : completedFuture(found);
        }
    }

    /** Fetches the keys if they are due. Called every few seconds. */
    void tick() {
        Held now = held;
        if (now == null || !age(now).minus(REFRESH_AFTER).isNegative()) {
            synchronized (lock) {
                if (!closed && underway == null && mayFetch()) {
                    var unused = fetch();
                }
            }
        }
    }

    Health health() {
        return usable() != null ? Health.UP : Health.down(noKeys());
    }

    @Override
    public void close() {
        CompletableFuture<List<JWK>> abandoned;
        synchronized (lock) {
            closed = true;
            abandoned = underway;
            held = null;
            problem = "closed";
        }
        if (abandoned != null) {
            abandoned.completeExceptionally(new IllegalStateException("The token verifier is closed"));
        }
        download.close();
    }

    @Override
    public String toString() {
        return download.toString();
    }

    private List<JWK> known(JWKMatcher wanted) {
        Held now = usable();
        return now == null ? List.of() : matching(wanted, now.keys());
    }

    private static List<JWK> matching(JWKMatcher wanted, List<JWK> keys) {
        return keys.stream().filter(wanted::matches).toList();
    }

    private @Nullable Held usable() {
        Held now = held;
        return now != null && age(now).compareTo(USABLE_FOR) < 0 ? now : null;
    }

    private Duration age(Held keys) {
        return Duration.between(keys.at(), clock.instant()).abs();
    }

    /** With the lock held. */
    private CompletionStage<List<JWK>> fetched() {
        if (closed) {
            return failedFuture(new IllegalStateException("The token verifier is closed"));
        }
        CompletableFuture<List<JWK>> current = underway;
        if (current == null) {
            if (!mayFetch()) {
                return failedFuture(new IllegalStateException(
                        usable() == null ? noKeys() : "An unknown key, and " + download + " has just been asked"));
            }
            current = fetch();
        }
        if (waiting == MAX_WAITING) {
            return failedFuture(new IllegalStateException(MAX_WAITING + " tokens wait for " + download));
        }
        waiting++;
        return current;
    }

    /** With the lock held. A clock that went back doesn't count as "just asked". */
    private boolean mayFetch() {
        Instant before = begunAt;
        return before == null || Duration.between(before, clock.instant()).abs().compareTo(BETWEEN_FETCHES) >= 0;
    }

    /** With the lock held. */
    private CompletableFuture<List<JWK>> fetch() {
        CompletableFuture<List<JWK>> fetch = new CompletableFuture<>();
        underway = fetch;
        waiting = 0;
        begunAt = clock.instant();
        var unused = download.start().whenComplete((keys, failure) -> end(fetch, keys, failure));
        return fetch;
    }

    private void end(CompletableFuture<List<JWK>> fetch, @Nullable List<JWK> keys, @Nullable Throwable failure) {
        synchronized (lock) {
            underway = null;
            if (keys != null && !closed) {
                hold(keys);
            } else if (failure != null && !closed) {
                lack(failure);
            }
        }
        if (keys != null) {
            fetch.complete(keys);
        } else {
            fetch.completeExceptionally(new IllegalStateException(noKeys(), failure));
        }
    }

    private String noKeys() {
        return "no keys from " + download + ": " + problem;
    }

    private void hold(List<JWK> keys) {
        held = new Held(keys, clock.instant());
        if (!problem.isEmpty()) {
            LOG.info("Got {} key(s) from {}", keys.size(), download);
            problem = "";
        }
    }

    private void lack(Throwable failure) {
        String now = KeyDownload.reason(failure);
        if (!problem.equals(now)) {
            LOG.warn("Got no keys from {}: {}", download, now);
            problem = now;
        }
    }
}
