package io.wsgateway.auth;

import static io.wsgateway.auth.Tokens.NOW;
import static io.wsgateway.auth.Tokens.claims;
import static io.wsgateway.auth.Tokens.claimsWith;
import static io.wsgateway.auth.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.testkit.TokenVerifierContract;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTokensTest extends TokenVerifierContract {
    private static final RSAKey RSA = Tokens.rsa("rsa-1");
    private static final ECKey EC = Tokens.ec("ec-1", Curve.P_256);

    private final KeyServer server = new KeyServer();

    @Override
    protected TokenVerifier open() {
        server.publishes(RSA, EC);
        return at(server.uri());
    }

    private static TokenVerifier at(URI uri) {
        return JwtVerifier.jwks(uri, JwtConfig.defaults(), () -> NOW);
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Override
    protected String goodToken(String userId, List<String> guilds) {
        return signed(JWSAlgorithm.RS256, RSA, claims(userId, guilds));
    }

    @Override
    protected String expiredToken() {
        return signed(JWSAlgorithm.ES256, EC, claimsWith("exp", NOW.getEpochSecond() - 31));
    }

    @Override
    protected Stream<TokenVerifier> unableToTell() {
        server.answersText(500, "out of order");
        KeyServer gone = new KeyServer();
        gone.close();
        return Stream.of(at(server.uri()), at(gone.uri()));
    }

    @Override
    protected List<String> secrets() {
        return List.of("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void everyRsaAlgorithmIsTaken(String algorithm) {
        accepted(signed(JWSAlgorithm.parse(algorithm), RSA, claims()));
    }

    @Test
    void everyCurveIsTakenWithItsAlgorithmOnly() {
        ECKey p384 = Tokens.ec("p384", Curve.P_384);
        ECKey p521 = Tokens.ec("p521", Curve.P_521);
        server.publishes(EC, p384, p521);
        verifier = at(server.uri());
        accepted(signed(JWSAlgorithm.ES256, EC, claims()));
        accepted(signed(JWSAlgorithm.ES384, p384, claims()));
        accepted(signed(JWSAlgorithm.ES512, p521, claims()));
        ECKey posing = new ECKey.Builder(EC).keyID("p384").build();
        assertThat(assertRejected(signed(JWSAlgorithm.ES256, posing, claims()))).contains("not for its algorithm");
    }

    @Test
    void aPublishedKeyIsNoSecretToSignHs256With() throws Exception {
        for (byte[] known : List.of(
                RSA.toRSAPublicKey().getEncoded(),
                RSA.toPublicJWK().toJSONString().getBytes())) {
            String confused = Tokens.sign(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(), payload(), known);
            assertThat(assertRejected(confused)).contains("algorithm");
        }
        OctetSequenceKey shared =
                new OctetSequenceKey.Builder(Tokens.SECRET).keyID("oct-1").build();
        server.publishes(RSA, shared);
        verifier = at(server.uri());
        assertThat(assertRejected(signed(JWSAlgorithm.HS256, shared, claims()))).contains("algorithm");
    }

    @Test
    void aKeyThatATokenBringsAlongCountsForNothing() {
        RSAKey own = Tokens.rsa("rsa-1");
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa-1")
                .jwk(own.toPublicJWK())
                .jwkURL(URI.create("http://127.0.0.1:1/keys"))
                .build();
        assertThat(assertRejected(Tokens.sign(header, payload(), own))).contains("signature");
    }

    @Test
    void aTokenWithoutAKeyIdIsCheckedAgainstTheKeysOfItsKind() {
        server.publishes(Tokens.rsa("rsa-0"), EC, RSA);
        verifier = at(server.uri());
        JWSHeader header = new JWSHeader(JWSAlgorithm.RS256);
        accepted(Tokens.sign(header, payload(), RSA));
        assertThat(assertRejected(Tokens.sign(header, payload(), Tokens.rsa("rsa-9"))))
                .contains("signature");
    }

    @Test
    void anEd25519KeyIsTaken() {
        server.answersText(200, "{\"keys\":[" + Ed25519Test.KEY + "]}");
        verifier = at(server.uri());
        assertThat(assertRejected(Ed25519Test.TOKEN)).contains("not a JSON object");
        accepted(Ed25519Test.signed("EdDSA", payload()));
        accepted(Ed25519Test.signed("Ed25519", payload()));
        String good = Ed25519Test.signed("EdDSA", payload());
        assertThat(assertRejected(good.substring(0, good.length() - 4) + "AAAA"))
                .contains("signature");
    }

    @Test
    void aKeyForEncryptionSignsNothing() {
        RSAKey forEncryption = new RSAKey.Builder(RSA).keyUse(KeyUse.ENCRYPTION).build();
        server.publishes(forEncryption, EC);
        verifier = at(server.uri());
        assertThat(assertRejected(signed(JWSAlgorithm.RS256, RSA, claims()))).contains("doesn't have");
    }

    @Test
    void keysAreFetchedAheadOnDaemonThreadsOfTheGateway() {
        await().until(() -> verifier.health().up());
        assertThat(server.requests()).isEqualTo(1);
        accepted(goodToken("u1", List.of()));
        assertThat(server.requests()).isEqualTo(1);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("gateway-jwks-"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }

    @Test
    void afterCloseNobodyCanTell() {
        accepted(goodToken("u1", List.of()));
        verifier.close();
        assertThat(verifier.verify(goodToken("u1", List.of())).toCompletableFuture())
                .failsWithin(patience());
    }

    @Test
    void whatIsSecretInTheAddressIsNotShown() {
        TokenVerifier withSecret =
                at(URI.create(server.uri().toString().replace("http://", "http://user:hunter2@") + "?key=hunter2"));
        assertThat(withSecret.toString()).contains("127.0.0.1").doesNotContain("hunter2");
        assertThat(withSecret.health().reason()).doesNotContain("hunter2");
        withSecret.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/keys", "https:///keys", "keys", "https:keys"})
    void anAddressThatCannotWorkIsRefused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at(URI.create(address)))
                .withMessageContaining("https://");
    }

    private static String payload() {
        return JSONObjectUtils.toJSONString(claims());
    }
}
