package io.wsgateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.auth.KeyCache.FetchedKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A key server, and a cache of its keys whose clock the test moves. */
final class CachedKeys implements AutoCloseable {
    private volatile long now = Long.MAX_VALUE - 1_000_000_000L; // about to overflow, as tickers may

    final KeyServer server = new KeyServer();
    final KeyCache keys = new KeyCache(new KeyDownload(server.uri(), Executors.newScheduledThreadPool(2)), this::now);

    long now() {
        return now;
    }

    void later(long nanos) {
        now += nanos;
    }

    /** Why the keys can't be had; they must not. */
    String failure() {
        CompletableFuture<FetchedKeys> failing = keys.keys().toCompletableFuture();
        assertThat(failing).failsWithin(Duration.ofSeconds(6));
        return keys.health().reason();
    }

    static List<@Nullable String> ids(CompletionStage<FetchedKeys> keys) {
        CompletableFuture<FetchedKeys> got = keys.toCompletableFuture();
        assertThat(got).succeedsWithin(Duration.ofSeconds(5));
        return got.join().all().stream().map(VerificationKey::id).toList();
    }

    @Override
    public void close() {
        keys.close();
        server.close();
    }
}
