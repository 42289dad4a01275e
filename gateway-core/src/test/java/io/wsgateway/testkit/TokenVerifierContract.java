package io.wsgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.wsgateway.model.Principal;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.spi.TokenVerifier.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every {@link TokenVerifier} keeps to. */
public abstract class TokenVerifierContract {
    protected TokenVerifier verifier;

    /** The verifier under test. Called once per test; the contract closes it. */
    protected abstract TokenVerifier open();

    /** A token that it accepts, for this user and with rights to these guilds. */
    protected abstract String goodToken(String userId, List<String> guilds);

    /** A token that was good and has expired. */
    protected abstract String expiredToken();

    /**
     * Verifiers that can't tell at the moment, whatever the token: one whose key server is down, for example. None where
     * that can't happen. The contract closes them.
     */
    protected Stream<TokenVerifier> unableToTell() {
        return Stream.empty();
    }

    /** What the verifier was given and must not show. */
    protected List<String> secrets() {
        return List.of();
    }

    /** How long a verdict may take. */
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    @BeforeEach
    void openVerifier() {
        verifier = open();
    }

    @AfterEach
    void closeVerifier() {
        verifier.close();
    }

    @Test
    void aGoodTokenSaysWhoAndWhatAndHowLong() {
        Principal user = accepted(goodToken("u1", List.of("g2", "g1")));
        assertThat(user.userId()).isEqualTo("u1");
        assertThat(user.claimed().any()).isFalse();
        assertThat(user.claimed().guilds()).containsExactly("g1", "g2");
        assertThat(user.expiresAt()).isAfter(user.issuedAt());
    }

    @Test
    void aTokenWithoutGuildsIsGood() {
        assertThat(accepted(goodToken("u1", List.of())).claimed().guilds()).isEmpty();
    }

    @Test
    void anExpiredTokenIsRejectedNotFailed() {
        assertRejected(expiredToken());
    }

    @TestFactory
    Stream<DynamicTest> garbageIsRejectedNotThrown() {
        return garbage()
                .map(token -> DynamicTest.dynamicTest(
                        token.length() + " characters: "
                                + token.codePoints()
                                        .limit(20)
                                        .mapToObj(Integer::toHexString)
                                        .toList(),
                        () -> assertRejected(token)));
    }

    @Test
    void aChangedTokenIsRejected() {
        String token = goodToken("u1", List.of("g1"));
        int middle = token.length() / 2;
        char other = token.charAt(middle) == 'A' ? 'B' : 'A';
        assertRejected(token.substring(0, middle) + other + token.substring(middle + 1));
        assertRejected(token.substring(0, token.length() - 4));
        assertRejected(token + "AAAA");
    }

    @Test
    void manyAtOnceDontMixUp() {
        List<CompletableFuture<Void>> all = IntStream.range(0, 8)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 25; i++) {
                        String userId = "u" + thread + "-" + i;
                        assertThat(accepted(goodToken(userId, List.of("g" + thread)))
                                        .userId())
                                .isEqualTo(userId);
                        assertRejected(expiredToken());
                    }
                }))
                .toList();
        all.forEach(CompletableFuture::join);
    }

    @TestFactory
    Stream<DynamicTest> whoCannotTellFailsTheStageAndNeverRejects() {
        return unableToTell()
                .map(unable -> DynamicTest.dynamicTest(unable.toString(), () -> {
                    try (unable) {
                        CompletionStage<Verdict> verdict = unable.verify(goodToken("u1", List.of()));
                        assertThat(verdict.toCompletableFuture()).failsWithin(patience());
                        assertThat(unable.health().up()).isFalse();
                        assertThat(unable.health().reason()).isNotBlank();
                    }
                }));
    }

    @Test
    void itNeverMakesItsCallerWait() {
        String token = goodToken("u1", List.of());
        verifier.close();
        verifier = open();
        Instant before = Instant.now();
        CompletionStage<Verdict> verdict = verifier.verify(token);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(now(verdict)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void healthAnswersAtAnyTimeAndCloseIsIdempotent() {
        assertThat(verifier.health()).isNotNull();
        assertThatCode(() -> {
                    verifier.close();
                    verifier.close();
                })
                .doesNotThrowAnyException();
        assertThat(verifier.health()).isNotNull();
    }

    @Test
    void noSecretIsShown() {
        for (String secret : secrets()) {
            assertThat(verifier.toString()).doesNotContain(secret);
            assertThat(verifier.health().reason()).doesNotContain(secret);
        }
    }

    /** The verdict on a token, once there is one. */
    protected final Verdict verdict(String token) {
        return now(verifier.verify(token));
    }

    /** Whom a token stands for. */
    protected final Principal accepted(String token) {
        Verdict verdict = verdict(token);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).user();
    }

    /** Why a token is refused; it must be. */
    protected final String assertRejected(String token) {
        Verdict verdict = verdict(token);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        String reason = ((Verdict.Rejected) verdict).reason();
        assertThat(reason).isNotBlank().hasSizeLessThan(1_000);
        if (token.length() > 20) {
            assertThat(reason).doesNotContain(token);
        }
        return reason;
    }

    private Verdict now(CompletionStage<Verdict> verdict) {
        try {
            return verdict.toCompletableFuture().get(patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no verdict within " + patience(), e);
        } catch (Exception e) {
            throw new AssertionError("the verifier could not tell: " + e, e);
        }
    }

    private static Stream<String> garbage() {
        String nested =
                Base64.getUrlEncoder().encodeToString("{\"a\":".repeat(2_000).getBytes());
        return Stream.of(
                "",
                " ",
                ".",
                "..",
                "....",
                "a.b.c",
                "null",
                "{}",
                "\u0000",
                "\ud83d\ude00",
                "\ud800",
                "a\nb",
                "%00.%00.%00",
                nested + "." + nested + "." + nested,
                "x".repeat(1 << 20),
                ".".repeat(1 << 16));
    }
}
