package io.wsgateway.auth;

import static io.wsgateway.auth.Tokens.NOW;
import static io.wsgateway.auth.Tokens.SECRET;
import static io.wsgateway.auth.Tokens.claims;
import static io.wsgateway.auth.Tokens.claimsWith;
import static io.wsgateway.auth.Tokens.hs256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import io.wsgateway.model.Principal;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.testkit.TokenVerifierContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecretTokensTest extends TokenVerifierContract {
    private static final long SECOND = NOW.getEpochSecond();

    private Instant now = NOW;

    @Override
    protected TokenVerifier open() {
        return with(JwtConfig.defaults());
    }

    private TokenVerifier with(JwtConfig config) {
        return JwtVerifier.hs256(SECRET, config, () -> now);
    }

    @Override
    protected String goodToken(String userId, List<String> guilds) {
        return hs256(claims(userId, guilds));
    }

    @Override
    protected String expiredToken() {
        return DevelopmentTokens.sign(SECRET, "u1", List.of(), NOW.minusSeconds(3_600), Duration.ofMinutes(30));
    }

    @Override
    protected List<String> secrets() {
        return List.of(new String(SECRET));
    }

    @Test
    void everythingThatATokenSaysIsHandedOn() {
        Map<String, Object> claims = claimsWith("jti", "t-1");
        claims.put("plan", Map.of("name", "pro"));
        Principal user = accepted(hs256(claims));
        assertThat(user.userId()).isEqualTo("u1");
        assertThat(user.issuedAt()).isEqualTo(NOW.minusSeconds(60));
        assertThat(user.expiresAt()).isEqualTo(NOW.plusSeconds(3_540));
        assertThat(user.tokenId()).isEqualTo("t-1");
        assertThat(user.claims()).containsEntry("plan", Map.of("name", "pro")).containsEntry("sub", "u1");
    }

    @Test
    void aDevelopmentTokenIsGood() {
        Principal user = accepted(DevelopmentTokens.sign(SECRET, "u1", Set.of("g1", "g2"), NOW, Duration.ofHours(24)));
        assertThat(user.claimed().guilds()).containsExactly("g1", "g2");
        assertThat(user.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(24)));
    }

    @Test
    void aTimeMayHaveAFraction() {
        assertThat(accepted(hs256(claimsWith("iat", SECOND - 60.5))).issuedAt()).isEqualTo(NOW.minusMillis(60_500));
    }

    @Test
    void anAccessTokenMaySayThatItIsOne() {
        for (String type : List.of("JWT", "jwt", "at+jwt", "application/at+jwt")) {
            accepted(hs256(new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType(type))));
        }
    }

    @Test
    void aTokenMayBeAsLongAsAMessage() {
        List<String> guilds = IntStream.range(0, 600)
                .mapToObj(i -> "507f1f77bcf86cd79943" + (1000 + i))
                .toList();
        String token = hs256(claims("u1", guilds));
        assertThat(token).hasSizeGreaterThan(21_000);
        assertThat(accepted(token).claimed().guilds()).containsExactlyElementsOf(guilds);
        accepted(hs256(claimsWith("x", "y".repeat(1 << 20))));
    }

    @Test
    void charactersOfIdsAreCodePoints() {
        String faces = "\ud83d\ude00".repeat(64);
        assertThat(accepted(hs256(claims(faces, List.of(faces)))).userId()).isEqualTo(faces);
        assertThat(assertRejected(hs256(claimsWith("sub", faces + "x")))).contains("64");
    }

    @Test
    void claimsAreCheckedBeforeTheSignature() {
        String forged =
                hs256(new JWSHeader.Builder(JWSAlgorithm.HS256), "x".repeat(32).getBytes());
        now = NOW.plus(Duration.ofHours(2));
        assertThat(assertRejected(forged)).contains("expired");
    }

    @Test
    void timesMayHaveFractionsAndExponents() {
        assertThat(accepted(hs256("{\"sub\":\"u1\",\"iat\":" + (SECOND - 60) + ".25,\"exp\":" + (SECOND + 60) + ".5}"))
                        .expiresAt())
                .isEqualTo(NOW.plusMillis(60_500));
        assertThat(accepted(hs256("{\"sub\":\"u1\",\"iat\":" + (SECOND - 60) + ".0,\"exp\":1.7803152e9}"))
                        .expiresAt())
                .isEqualTo(Instant.ofEpochSecond(1_780_315_200));
        assertRejected(hs256("{\"sub\":\"u1\",\"iat\":" + SECOND + ",\"exp\":1e999}"));
    }

    @Test
    void clocksMayDifferByTheirToleranceAndNoMore() {
        accepted(hs256(claimsWith("exp", SECOND - 29)));
        accepted(hs256(claimsWith("iat", SECOND + 30)));
        accepted(hs256(claimsWith("nbf", SECOND + 30)));
        accepted(hs256(claimsWith("exp", SECOND - 60 + 86_400)));
        verifier = with(JwtConfig.defaults().withClockSkew(Duration.ZERO));
        accepted(hs256(claimsWith("exp", SECOND + 1)));
        assertRejected(hs256(claimsWith("exp", SECOND)));
        assertRejected(hs256(claimsWith("iat", SECOND + 1)));
    }

    @Test
    void aTokenExpiresAsTimePasses() {
        String token = hs256(claims());
        accepted(token);
        now = NOW.plus(Duration.ofHours(2));
        assertThat(assertRejected(token)).contains("expired");
    }

    @Test
    void issuerAndAudienceAreCheckedWhereSet() {
        verifier = with(JwtConfig.defaults().withIssuer("https://id.example").withAudience("gateway"));
        Map<String, Object> claims = claimsWith("iss", "https://id.example");
        assertThat(assertRejected(hs256(claims))).contains("aud");
        claims.put("aud", "gateway");
        accepted(hs256(claims));
        claims.put("aud", List.of("shop", "gateway"));
        accepted(hs256(claims));
        claims.put("aud", List.of("shop", 5));
        assertThat(assertRejected(hs256(claims))).contains("aud");
        claims.put("iss", "https://id.example/");
        assertThat(assertRejected(hs256(claims))).contains("iss");
        claims.put("iss", List.of("https://id.example"));
        assertThat(assertRejected(hs256(claims))).contains("iss");
    }

    @Test
    void userAndGuildsMayHaveClaimsOfOtherNames() {
        verifier = with(JwtConfig.defaults().withUserClaim("uid").withGuildsClaim("teams"));
        Map<String, Object> claims = claimsWith("uid", "u7");
        claims.put("teams", List.of("t1"));
        Principal user = accepted(hs256(claims));
        assertThat(user.userId()).isEqualTo("u7");
        assertThat(user.claimed().guilds()).containsExactly("t1");
        assertThat(assertRejected(hs256(claims()))).contains("uid is missing");
    }

    @Test
    void aShortSecretIsRefusedWithItsLengthAndWhatToDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JwtVerifier.hs256(new byte[31], JwtConfig.defaults()))
                .withMessageContaining("32 bytes")
                .withMessageContaining("31")
                .withMessageContaining("openssl rand");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DevelopmentTokens.sign(new byte[3], "u1", List.of(), NOW, Duration.ofHours(1)));
    }

    @Test
    void theSecretIsCopied() {
        byte[] secret = SECRET.clone();
        verifier = JwtVerifier.hs256(secret, JwtConfig.defaults(), () -> now);
        secret[0]++;
        accepted(hs256(claims()));
    }

    @Test
    void aConfigThatCannotWorkIsRefused() {
        JwtConfig config = JwtConfig.defaults();
        assertThatIllegalArgumentException().isThrownBy(() -> config.withMaxLife(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withClockSkew(Duration.ofSeconds(46)));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withUserClaim(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withGuildsClaim(""));
    }
}
