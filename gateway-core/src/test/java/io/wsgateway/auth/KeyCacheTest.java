package io.wsgateway.auth;

import static io.wsgateway.auth.CachedKeys.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import io.wsgateway.auth.KeyCache.FetchedKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyCacheTest {
    private static final JWK OLD = Tokens.ec("old", Curve.P_256);
    private static final JWK NEW = Tokens.ec("new", Curve.P_256);

    private final CachedKeys cached = new CachedKeys();
    private final KeyServer server = cached.server;
    private final KeyCache keys = cached.keys;

    @AfterEach
    void close() {
        cached.close();
    }

    @Test
    void keysAreRefreshedAheadWithoutAnybodyAsking() {
        server.publishes(OLD);
        keys.tick();
        await().until(() -> keys.health().up());
        keys.tick();
        cached.later(KeyCache.REFRESH_AFTER.toNanos() - 1);
        keys.tick();
        assertThat(server.requests()).isEqualTo(1);
        server.publishes(OLD, NEW);
        cached.later(1);
        keys.tick();
        await().until(() -> ids(keys.keys()).contains("new"));
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aWithdrawnKeyIsGoneWithTheNextFetch() {
        server.publishes(OLD, NEW);
        assertThat(ids(keys.keys())).containsExactly("old", "new");
        server.publishes(NEW);
        assertThat(ids(keys.newerKeys())).containsExactly("new");
        assertThat(ids(keys.keys())).containsExactly("new");
    }

    @Test
    void whoNeedsNewerKeysThanAreBeingFetchedGetsThoseOfTheNextFetch() {
        CountDownLatch open = new CountDownLatch(1);
        server.publishes(OLD);
        server.waitsFor(open);
        CompletableFuture<FetchedKeys> first = keys.keys().toCompletableFuture();
        await().until(() -> server.requests() == 1);
        CompletableFuture<FetchedKeys> newer = keys.newerKeys().toCompletableFuture();
        server.publishes(NEW);
        open.countDown();
        assertThat(ids(first)).containsExactly("old");
        assertThat(newer).isNotDone();
        keys.tick();
        assertThat(ids(newer)).containsExactly("new");
        assertThat(newer.join().fetch()).isEqualTo(2).isEqualTo(keys.fetches());
    }

    @Test
    void tokensCannotMakeUsHammerTheServer() {
        server.publishes(OLD);
        assertThat(ids(keys.keys())).containsExactly("old");
        for (int i = 1; i < FetchPace.AT_ONCE; i++) {
            assertThat(ids(keys.newerKeys())).containsExactly("old");
        }
        List<CompletableFuture<FetchedKeys>> waiting = IntStream.range(0, 1_000)
                .mapToObj(i -> keys.newerKeys().toCompletableFuture())
                .toList();
        cached.later(FetchPace.BETWEEN - 1);
        keys.tick();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(ids(keys.keys())).containsExactly("old");
        assertThat(server.requests()).isEqualTo(FetchPace.AT_ONCE);
        cached.later(1);
        keys.tick();
        waiting.forEach(one -> assertThat(ids(one)).containsExactly("old"));
        assertThat(server.requests()).isEqualTo(FetchPace.AT_ONCE + 1);
    }

    @Test
    void allWhoWaitShareOneFetchAndNobodyIsBlocked() {
        CountDownLatch open = new CountDownLatch(1);
        server.publishes(OLD);
        server.waitsFor(open);
        List<CompletableFuture<FetchedKeys>> waiting = IntStream.range(0, 1_000)
                .mapToObj(i -> keys.keys().toCompletableFuture())
                .toList();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        open.countDown();
        waiting.forEach(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(5)));
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void onlySoManyMayWait() {
        server.publishes(OLD);
        server.waitsFor(new CountDownLatch(1));
        IntStream.range(0, KeyCache.MAX_WAITING)
                .forEach(i -> assertThat(keys.keys().toCompletableFuture()).isNotDone());
        assertThat(keys.keys().toCompletableFuture()).isCompletedExceptionally();
        assertThat(keys.newerKeys().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void keysServeForAnHourWhileTheServerIsDown() {
        server.publishes(OLD);
        assertThat(ids(keys.keys())).containsExactly("old");
        server.answersText(503, "later");
        cached.later(KeyCache.USABLE_FOR.toNanos() / 2);
        assertThat(keys.newerKeys().toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
        assertThat(ids(keys.keys())).containsExactly("old");
        assertThat(keys.health().up()).isTrue();
        cached.later(KeyCache.USABLE_FOR.toNanos() / 2);
        assertThat(keys.keys().toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
        assertThat(keys.health().up()).isFalse();
        assertThat(keys.health().reason()).contains("503").contains("127.0.0.1");
    }

    @Test
    void aServerThatIsDownIsNotHammeredAndItsReturnIsNoticed() {
        server.answersText(500, "out of order");
        assertThat(keys.keys().toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
        for (int i = 0; i < 100; i++) {
            assertThat(keys.keys().toCompletableFuture()).isCompletedExceptionally();
            assertThat(keys.newerKeys().toCompletableFuture()).isCompletedExceptionally();
            keys.tick();
        }
        assertThat(server.requests()).isEqualTo(1);
        server.publishes(OLD);
        cached.later(FetchPace.BETWEEN);
        keys.tick();
        await().until(() -> keys.health().up());
        assertThat(ids(keys.keys())).containsExactly("old");
    }

    @Test
    void aFetchWhoseEndIsNeverToldIsGivenUp() {
        ScheduledThreadPoolExecutor deaf = new ScheduledThreadPoolExecutor(1) {
            @Override
            public void execute(Runnable task) {
                // takes it, and that was it
            }
        };
        try (KeyCache lost = new KeyCache(new KeyDownload(server.uri(), deaf), cached::now)) {
            CompletableFuture<FetchedKeys> waiting = lost.keys().toCompletableFuture();
            cached.later(Duration.ofSeconds(16).toNanos());
            lost.tick();
            assertThat(waiting).failsWithin(Duration.ofSeconds(1));
        }
    }

    @Test
    void anErrorAtTheStartOfAFetchIsThatFetchsFailure() {
        ScheduledThreadPoolExecutor exhausted = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                throw new OutOfMemoryError("planted");
            }
        };
        try (KeyCache failing = new KeyCache(new KeyDownload(server.uri(), exhausted), cached::now)) {
            failing.tick();
            assertThat(failing.health().reason()).contains("planted");
            cached.later(FetchPace.BETWEEN);
            failing.tick();
            assertThat(failing.fetches()).isEqualTo(2);
        }
    }

    @Test
    void closeFailsThoseWhoWait() {
        server.waitsFor(new CountDownLatch(1));
        CompletableFuture<FetchedKeys> waiting = keys.keys().toCompletableFuture();
        CompletableFuture<FetchedKeys> newer = keys.newerKeys().toCompletableFuture();
        keys.close();
        assertThat(waiting).failsWithin(Duration.ofSeconds(1));
        assertThat(newer).failsWithin(Duration.ofSeconds(1));
        assertThat(keys.keys().toCompletableFuture()).isCompletedExceptionally();
        assertThat(keys.newerKeys().toCompletableFuture()).isCompletedExceptionally();
    }
}
