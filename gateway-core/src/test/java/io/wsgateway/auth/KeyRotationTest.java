package io.wsgateway.auth;

import static io.wsgateway.auth.Tokens.NOW;
import static io.wsgateway.auth.Tokens.claims;
import static io.wsgateway.auth.Tokens.signed;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.wsgateway.spi.TokenVerifier.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An identity provider changes its keys while tokens come, in the ways that are met in the world. */
class KeyRotationTest {
    private static final ECKey FIRST = Tokens.ec("r1", Curve.P_256);
    private static final ECKey SECOND = Tokens.ec("r1", Curve.P_256);

    private final KeyServer server = new KeyServer();
    private final AtomicLong ticks = new AtomicLong();
    private JwtVerifier verifier = at(FIRST);

    private JwtVerifier at(JWK... keys) {
        server.publishes(keys);
        return JwtVerifier.jwks(server.uri(), JwtConfig.defaults(), () -> NOW, ticks::get);
    }

    @AfterEach
    void close() {
        verifier.close();
        server.close();
    }

    @Test
    void aKeyThatTakesAnothersIdIsFetchedWhenItsFirstTokenComes() {
        assertThat(accepts(FIRST)).isTrue();
        server.publishes(SECOND);
        assertThat(accepts(SECOND)).isTrue();
        assertThat(server.requests()).isEqualTo(2);
        assertThat(accepts(FIRST)).as("the key that was withdrawn").isFalse();
    }

    @Test
    void aKeyOfAnotherKindThatTakesAnIdIsFetchedToo() {
        assertThat(accepts(FIRST)).isTrue();
        RSAKey rsa = Tokens.rsa("r1");
        server.publishes(rsa);
        assertThat(verdict(signed(JWSAlgorithm.RS256, rsa, claims()))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void untilTheKeysHaveBeenFetchedAgainNobodySaysThatATokenIsWrong() {
        assertThat(accepts(FIRST)).isTrue();
        CountDownLatch open = new CountDownLatch(1);
        server.publishes(SECOND);
        server.waitsFor(open);
        CompletableFuture<Verdict> second = verify(signed(JWSAlgorithm.ES256, SECOND, claims()));
        await().until(() -> server.requests() == 2);
        assertThat(second).isNotDone();
        assertThat(accepts(FIRST)).as("meanwhile the keys of before serve").isTrue();
        open.countDown();
        assertThat(second).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void whileTheServerIsDownNobodySaysThatATokenIsWrong() {
        assertThat(accepts(FIRST)).isTrue();
        server.answersText(503, "later");
        for (int i = 0; i < 3; i++) {
            assertThat(verify(signed(JWSAlgorithm.ES256, SECOND, claims()))).failsWithin(Duration.ofSeconds(5));
        }
        assertThat(server.requests()).isEqualTo(2);
        assertThat(accepts(FIRST)).isTrue();
        assertThat(verifier.health().up()).isTrue();
    }

    @Test
    void forgedTokensCantMakeAnyoneMissARotation() {
        assertThat(accepts(FIRST)).isTrue();
        ECKey forger = Tokens.ec("r1", Curve.P_256);
        for (int i = 0; i < FetchPace.AT_ONCE; i++) {
            assertThat(accepts(forger)).isFalse();
        }
        server.publishes(SECOND);
        CompletableFuture<Verdict> second = verify(signed(JWSAlgorithm.ES256, SECOND, claims()));
        assertThat(second).isNotDone();
        ticks.addAndGet(FetchPace.BETWEEN);
        assertThat(second).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(Verdict.Accepted.class);
        assertThat(server.requests()).isEqualTo(FetchPace.AT_ONCE + 2);
    }

    @Test
    void neitherTokensNorKeysNeedIds() {
        ECKey nameless = new ECKey.Builder(FIRST).keyID(null).build();
        verifier.close();
        verifier = at(nameless);
        assertThat(verdict(unnamed(nameless))).isInstanceOf(Verdict.Accepted.class);
        assertThat(accepts(FIRST)).as("a name that the set doesn't give").isTrue();
        assertThat(verdict(unnamed(SECOND))).isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    void eachOfTenKeysIsFoundByItsId() {
        ECKey[] ten = IntStream.range(0, 10)
                .mapToObj(i -> Tokens.ec("k" + i, Curve.P_256))
                .toArray(ECKey[]::new);
        verifier.close();
        verifier = at(ten);
        for (ECKey key : ten) {
            assertThat(accepts(key)).isTrue();
        }
    }

    @Test
    void ofKeysThatATokenDoesntNameTheFirstTwoAreTried() {
        ECKey third = Tokens.ec("r3", Curve.P_256);
        verifier.close();
        verifier = at(
                FIRST,
                Tokens.rsa("other"),
                new ECKey.Builder(SECOND).keyID("r2").build(),
                third);
        assertThat(verdict(unnamed(FIRST))).isInstanceOf(Verdict.Accepted.class);
        assertThat(verdict(unnamed(SECOND))).isInstanceOf(Verdict.Accepted.class);
        assertThat(verdict(unnamed(third)))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class, no -> assertThat(no.reason()).contains("kid"));
        assertThat(accepts(third)).isTrue();
    }

    @Test
    void keysMayShareAnId() {
        verifier.close();
        verifier = at(FIRST, SECOND);
        assertThat(accepts(FIRST)).isTrue();
        assertThat(accepts(SECOND)).isTrue();
    }

    @Test
    void anAlgorithmThatTheKeyDoesntAllowIsRefused() {
        RSAKey rsa = new RSAKey.Builder(Tokens.rsa("rs"))
                .algorithm(JWSAlgorithm.RS256)
                .build();
        verifier.close();
        verifier = at(rsa);
        assertThat(verdict(signed(JWSAlgorithm.RS256, rsa, claims()))).isInstanceOf(Verdict.Accepted.class);
        assertThat(verdict(signed(JWSAlgorithm.RS512, rsa, claims())))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class, no -> assertThat(no.reason()).contains("not for its algorithm"));
    }

    @Test
    void whatIsWrongWithoutAnyKeyAsksForNone() {
        assertThat(accepts(FIRST)).isTrue();
        ECKey forger = Tokens.ec("made-up", Curve.P_256);
        assertThat(verdict(signed(JWSAlgorithm.ES256, forger, Tokens.claimsWith("exp", NOW.getEpochSecond() - 60))))
                .isInstanceOf(Verdict.Rejected.class);
        assertThat(verdict(signed(JWSAlgorithm.ES256, forger, Tokens.claimsWith("sub", ""))))
                .isInstanceOf(Verdict.Rejected.class);
        assertThat(server.requests()).isEqualTo(1);
    }

    private static String unnamed(JWK key) {
        return Tokens.sign(new JWSHeader(JWSAlgorithm.ES256), JSONObjectUtils.toJSONString(claims()), key);
    }

    private boolean accepts(JWK key) {
        return verdict(signed(JWSAlgorithm.ES256, key, claims())) instanceof Verdict.Accepted;
    }

    private CompletableFuture<Verdict> verify(String token) {
        return verifier.verify(token).toCompletableFuture();
    }

    private Verdict verdict(String token) {
        CompletableFuture<Verdict> verdict = verify(token);
        await().atMost(10, TimeUnit.SECONDS).until(() -> {
            ticks.addAndGet(verdict.isDone() ? 0 : FetchPace.BETWEEN);
            return verdict.isDone();
        });
        return requireNonNull(verdict.join());
    }
}
