package io.wsgateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.wsgateway.auth.KeyCache.FetchedKeys;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCacheTest {
    private static final JWK OLD = Tokens.ec("old", Curve.P_256);
    private static final JWK NEW = Tokens.ec("new", Curve.P_256);

    private final KeyServer server = new KeyServer();
    private volatile long now = Long.MAX_VALUE - 1_000_000_000L; // about to overflow, as tickers may
    private final KeyCache keys =
            new KeyCache(new KeyDownload(server.uri(), Executors.newScheduledThreadPool(2)), () -> now);

    @AfterEach
    void close() {
        keys.close();
        server.close();
    }

    @Test
    void keysAreRefreshedAheadWithoutAnybodyAsking() {
        server.publishes(OLD);
        keys.tick();
        await().until(() -> keys.health().up());
        keys.tick();
        later(KeyCache.REFRESH_AFTER.toNanos() - 1);
        keys.tick();
        assertThat(server.requests()).isEqualTo(1);
        server.publishes(OLD, NEW);
        later(1);
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
        later(FetchPace.BETWEEN - 1);
        keys.tick();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(ids(keys.keys())).containsExactly("old");
        assertThat(server.requests()).isEqualTo(FetchPace.AT_ONCE);
        later(1);
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
        later(KeyCache.USABLE_FOR.toNanos() / 2);
        assertThat(keys.newerKeys().toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
        assertThat(ids(keys.keys())).containsExactly("old");
        assertThat(keys.health().up()).isTrue();
        later(KeyCache.USABLE_FOR.toNanos() / 2);
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
        later(FetchPace.BETWEEN);
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
        try (KeyCache lost = new KeyCache(new KeyDownload(server.uri(), deaf), () -> now)) {
            CompletableFuture<FetchedKeys> waiting = lost.keys().toCompletableFuture();
            later(Duration.ofSeconds(16).toNanos());
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
        try (KeyCache failing = new KeyCache(new KeyDownload(server.uri(), exhausted), () -> now)) {
            failing.tick();
            assertThat(failing.health().reason()).contains("planted");
            later(FetchPace.BETWEEN);
            failing.tick();
            assertThat(failing.fetches()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "out of order",
                "[]",
                "null",
                "{}",
                "{\"keys\":null}",
                "{\"keys\":[]}",
                "{\"keys\":[5]}",
                "{\"keys\":[{\"kty\":\"RSA\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1Wl"
                        + "UzewbgBHod5pcM9H95GQRV3JDXboIRROSBigeC5yjU1hGzHHyXss8UDprecbAYxknTcQkhslANGRUZmdTOQ5qTRsLAt6BTYuyv"
                        + "VRdhS8exSZEy_c4gs\"}]}"
            })
    void anAnswerWithoutUsableKeysIsAFailureAndTheOldKeysStay(String answer) {
        server.publishes(OLD);
        assertThat(ids(keys.keys())).containsExactly("old");
        server.answersText(200, answer);
        assertThat(keys.newerKeys().toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
        assertThat(ids(keys.keys())).containsExactly("old");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectOnTheSameHostIsFollowed(int status) {
        server.publishes(OLD);
        server.redirectsOnce(status, "/keys?moved=1");
        assertThat(ids(keys.keys())).containsExactly("old");
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aRedirectInCirclesEnds() {
        server.answersWith(exchange -> {
            exchange.getResponseHeaders().add("Location", "/keys");
            exchange.sendResponseHeaders(302, -1);
        });
        assertThat(failure()).contains("more than 5 times");
        assertThat(server.requests()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "http://login.example:1/elsewhere?secret=hunter2, http://login.example:1/elsewhere",
        "ftp://127.0.0.1/keys, less safe than https",
        "http://\u0000, no address",
    })
    void aRedirectElsewhereIsRefusedWithWhatToDo(String location, String reason) {
        server.answersWith(exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(301, -1);
        });
        assertThat(failure()).contains("301").contains(reason).doesNotContain("hunter2");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void aRedirectFromHttpsIsNotFollowedToHttp() throws Exception {
        HttpResponse<?> answer = new Redirected("http://id.example/keys");
        assertThat(KeyRedirect.target(URI.create("http://id.example/"), answer).toString())
                .isEqualTo("http://id.example/keys");
        assertThatIOException()
                .isThrownBy(() -> KeyRedirect.target(URI.create("https://id.example/"), answer))
                .withMessageContaining("less safe");
        assertThat(KeyRedirect.target(URI.create("http://ID.example/"), new Redirected("https://id.example/k"))
                        .toString())
                .isEqualTo("https://id.example/k");
    }

    @Test
    void gzipIsTakenOutWhateverTheHeadersSay() {
        for (String coding : List.of("gzip", "", "br")) {
            server.answersGzipped(200, new JWKSet(OLD).toString(true), coding);
            assertThat(ids(coding.equals("gzip") ? keys.keys() : keys.newerKeys()))
                    .containsExactly("old");
        }
    }

    @Test
    void gzipThatGrowsBeyondBoundsIsCutOff() {
        server.answersGzipped(200, " ".repeat(64 << 20), "gzip");
        assertThat(failure()).contains("longer than 262144 bytes");
    }

    @Test
    void anotherContentCodingIsNamed() {
        server.answersWith(exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "br");
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write(new byte[] {11, 2, 3});
        });
        assertThat(failure()).contains("content coding br").contains("gzip");
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        server.answersWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] filler = " ".repeat(64 << 10).getBytes(UTF_8);
            while (true) {
                exchange.getResponseBody().write(filler);
            }
        });
        assertThat(failure()).contains("longer than 262144 bytes");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() {
        server.waitsFor(new CountDownLatch(1));
        assertThat(keys.keys().toCompletableFuture()).failsWithin(Duration.ofSeconds(4));
    }

    @Test
    void anAnswerInDripsIsGivenUp() {
        server.answersWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                TimeUnit.MILLISECONDS.sleep(100);
            }
        });
        assertThat(failure()).contains("within 4 s");
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

    private void later(long nanos) {
        now += nanos;
    }

    private String failure() {
        CompletableFuture<FetchedKeys> failing = keys.keys().toCompletableFuture();
        assertThat(failing).failsWithin(Duration.ofSeconds(6));
        return keys.health().reason();
    }

    private static List<@Nullable String> ids(CompletionStage<FetchedKeys> keys) {
        CompletableFuture<FetchedKeys> got = keys.toCompletableFuture();
        assertThat(got).succeedsWithin(Duration.ofSeconds(5));
        return got.join().all().stream().map(VerificationKey::id).toList();
    }
}
