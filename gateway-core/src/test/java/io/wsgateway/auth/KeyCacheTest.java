package io.wsgateway.auth;

import static io.wsgateway.auth.Tokens.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCacheTest {
    private static final JWK OLD = Tokens.ec("old", Curve.P_256);
    private static final JWK NEW = Tokens.ec("new", Curve.P_256);

    private final KeyServer server = new KeyServer();
    private volatile Instant now = NOW;
    private volatile @Nullable Runnable whenTheTimeIsReadNext;
    private final KeyCache keys =
            new KeyCache(new KeyDownload(server.uri(), Executors.newScheduledThreadPool(2)), this::time);

    private Instant time() {
        Runnable first = whenTheTimeIsReadNext;
        whenTheTimeIsReadNext = null;
        if (first != null) {
            first.run();
        }
        return now;
    }

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
        now = now.plus(KeyCache.REFRESH_AFTER).minusMillis(1);
        keys.tick();
        assertThat(server.requests()).isEqualTo(1);
        server.publishes(OLD, NEW);
        now = now.plusMillis(1);
        keys.tick();
        await().until(() -> server.requests() == 2);
        assertThat(has("new")).isTrue();
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aNewKeyIsFetchedWhenTheFirstTokenNamesIt() {
        server.publishes(OLD);
        assertThat(has("old")).isTrue();
        server.publishes(NEW);
        now = now.plus(KeyCache.BETWEEN_FETCHES);
        assertThat(has("new")).isTrue();
        now = now.plus(KeyCache.BETWEEN_FETCHES);
        assertThat(has("old")).isFalse();
        assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void unknownKeysCannotMakeUsHammerTheServer() {
        server.publishes(OLD);
        assertThat(has("old")).isTrue();
        for (int i = 0; i < 1_000; i++) {
            assertThat(asked("made-up-" + i)).isCompletedExceptionally();
        }
        assertThat(has("old")).isTrue();
        assertThat(server.requests()).isEqualTo(1);
        now = now.plus(KeyCache.BETWEEN_FETCHES);
        assertThat(has("made-up")).isFalse();
        assertThat(asked("made-up-again")).isCompletedExceptionally();
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void allWhoWaitShareOneFetchAndNobodyIsBlocked() {
        CountDownLatch open = new CountDownLatch(1);
        server.publishes(OLD);
        server.waitsFor(open);
        List<CompletableFuture<List<JWK>>> waiting =
                IntStream.range(0, 1_000).mapToObj(i -> asked("old")).toList();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        open.countDown();
        waiting.forEach(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(5)));
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void whoeverAsksWhileAFetchEndsGetsItsKeys() {
        server.publishes(OLD);
        assertThat(has("old")).isTrue();
        server.publishes(NEW);
        now = now.plus(KeyCache.BETWEEN_FETCHES);
        whenTheTimeIsReadNext = () -> assertThat(has("new")).isTrue();
        assertThat(has("new")).isTrue();
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void onlySoManyMayWait() {
        server.publishes(OLD);
        server.waitsFor(new CountDownLatch(1));
        IntStream.range(0, KeyCache.MAX_WAITING)
                .forEach(i -> assertThat(asked("old")).isNotDone());
        assertThat(asked("old")).isCompletedExceptionally();
    }

    @Test
    void keysServeForAnHourWhileTheServerIsDown() {
        server.publishes(OLD);
        assertThat(has("old")).isTrue();
        server.answersText(503, "later");
        now = now.plus(KeyCache.USABLE_FOR).minusMillis(1);
        keys.tick();
        await().until(() -> server.requests() == 2);
        assertThat(has("old")).isTrue();
        assertThat(keys.health().up()).isTrue();
        now = now.plus(KeyCache.BETWEEN_FETCHES);
        assertThat(asked("old")).failsWithin(Duration.ofSeconds(5));
        assertThat(keys.health().up()).isFalse();
        assertThat(keys.health().reason()).contains("503").contains("127.0.0.1");
    }

    @Test
    void aServerThatIsDownIsNotHammeredAndItsReturnIsNoticed() {
        server.answersText(500, "out of order");
        assertThat(asked("old")).failsWithin(Duration.ofSeconds(5));
        for (int i = 0; i < 100; i++) {
            assertThat(asked("old")).isCompletedExceptionally();
            keys.tick();
        }
        assertThat(server.requests()).isEqualTo(1);
        server.publishes(OLD);
        now = now.plus(KeyCache.BETWEEN_FETCHES);
        assertThat(has("old")).isTrue();
        assertThat(keys.health().up()).isTrue();
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
        assertThat(has("old")).isTrue();
        server.answersText(200, answer);
        now = now.plus(KeyCache.BETWEEN_FETCHES);
        assertThat(asked("new")).failsWithin(Duration.ofSeconds(5));
        assertThat(has("old")).isTrue();
    }

    @Test
    void aKeyThatMakesNoSenseOrIsSecretSpoilsNoOther() {
        OctetSequenceKey secret =
                new OctetSequenceKey.Builder(Tokens.SECRET).keyID("oct").build();
        server.answersText(
                200,
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\"}," + secret.toJSONString() + ",{\"kty\":\"new-kind\"},"
                        + OLD.toJSONString() + "]}");
        assertThat(has("old")).isTrue();
        now = now.plus(KeyCache.BETWEEN_FETCHES);
        assertThat(has("oct")).isFalse();
        assertThat(asked("old").join()).noneMatch(JWK::isPrivate);
    }

    @Test
    void aRedirectIsNotFollowed() {
        server.answersWith(exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
            exchange.sendResponseHeaders(302, -1);
        });
        assertThat(asked("old"))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(Exception.class)
                .withMessageContaining("302");
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
        assertThat(asked("old"))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(Exception.class)
                .withMessageContaining("longer than 262144 bytes");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() {
        server.waitsFor(new CountDownLatch(1));
        assertThat(asked("old")).failsWithin(Duration.ofSeconds(4));
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
        assertThat(asked("old"))
                .failsWithin(Duration.ofSeconds(6))
                .withThrowableOfType(Exception.class)
                .withMessageContaining("within 4 s");
    }

    @Test
    void closeFailsThoseWhoWait() {
        server.waitsFor(new CountDownLatch(1));
        CompletableFuture<List<JWK>> waiting = asked("old");
        keys.close();
        assertThat(waiting).failsWithin(Duration.ofSeconds(1));
        assertThat(asked("old")).isCompletedExceptionally();
    }

    private boolean has(String keyId) {
        CompletableFuture<List<JWK>> found = asked(keyId);
        assertThat(found).succeedsWithin(Duration.ofSeconds(5));
        return !found.join().isEmpty();
    }

    private CompletableFuture<List<JWK>> asked(String keyId) {
        return keys.matching(new JWKMatcher.Builder().keyID(keyId).build()).toCompletableFuture();
    }
}
