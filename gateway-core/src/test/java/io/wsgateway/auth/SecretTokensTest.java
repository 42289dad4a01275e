package io.wsgateway.auth;

import static io.wsgateway.auth.Tokens.NOW;
import static io.wsgateway.auth.Tokens.SECRET;
import static io.wsgateway.auth.Tokens.claims;
import static io.wsgateway.auth.Tokens.claimsWith;
import static io.wsgateway.auth.Tokens.hs256;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.wsgateway.model.Principal;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.testkit.TokenVerifierContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
            accepted(withHeader(new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType(type))));
        }
    }

    static Stream<Arguments> defects() {
        String good = hs256(claims());
        String[] parts = good.split("\\.");
        String none = Base64URL.encode("{\"alg\":\"none\"}") + "." + parts[1] + ".";
        String deep = "{\"sub\":\"u1\",\"iat\":" + (SECOND - 60) + ",\"exp\":" + (SECOND + 60) + ",\"x\":"
                + "[".repeat(3_000) + "]".repeat(3_000) + "}";
        return Stream.of(
                arguments("alg none", none, "not a signed token"),
                arguments("alg none with the signature", none + parts[2], "algorithm"),
                arguments("five parts", good + ".AAAA.AAAA", "not a signed token"),
                arguments("two parts", parts[0] + "." + parts[1], "not a signed token"),
                arguments(
                        "header null",
                        Base64URL.encode("null") + "." + parts[1] + "." + parts[2],
                        "header is not a JSON object"),
                arguments(
                        "deep header",
                        Base64URL.encode("[".repeat(9_000)) + "." + parts[1] + ".AA",
                        "header is not a JSON object"),
                arguments("header twice an alg", header("{\"alg\":\"HS256\",\"alg\":\"HS256\"}"), "header is not"),
                arguments("header with more behind", header("{\"alg\":\"HS256\"}{}"), "header is not"),
                arguments("header without alg", header("{}"), "algorithm"),
                arguments("kid a number", header("{\"alg\":\"HS256\",\"kid\":1}"), "kid is not a string"),
                arguments("crit null", header("{\"alg\":\"HS256\",\"crit\":null}"), "crit"),
                arguments("another spelling of the signature", bent(good), "one spelling"),
                arguments("padded", good + "=", "one spelling"),
                arguments("a blank behind", good + " ", "one spelling"),
                arguments("a line end behind", good + "\n", "one spelling"),
                arguments("a blank in front", " " + good, "one spelling"),
                arguments("padded claims", parts[0] + "." + parts[1] + "=." + parts[2], "one spelling"),
                arguments("not of the URL's alphabet", parts[0] + "." + parts[1] + "+/." + parts[2], "one spelling"),
                arguments("a claim twice", payload(with("\"sub\":\"u1\",\"sub\":\"u2\"")), "no name twice"),
                arguments(
                        "a claim twice, once escaped",
                        payload(with("\"sub\":\"u\",\"s\\u0075b\":\"v\"")),
                        "no name twice"),
                arguments(
                        "a claim twice further in",
                        payload(with("\"sub\":\"u\",\"x\":{\"a\":1,\"a\":1}")),
                        "no name twice"),
                arguments("something behind", payload(with("\"sub\":\"u1\"") + "x"), "nothing around"),
                arguments("a byte order mark", payload("\ufeff" + with("\"sub\":\"u1\"")), "nothing around"),
                arguments("a comment", payload(with("\"sub\":\"u1\"/**/")), "not a JSON object"),
                arguments("not UTF-8", token(with("\"sub\":\"u\u00e9\"").getBytes(ISO_8859_1)), "valid UTF-8"),
                arguments("half a pair in sub", payload(with("\"sub\":\"a\\ud83d\"")), "sub is not a string of whole"),
                arguments("half a pair alone", payload(with("\"sub\":\"\\ud800\"")), "sub is not a string of whole"),
                arguments("half a pair in jti", payload(with("\"sub\":\"u1\",\"jti\":\"\\udc00\"")), "jti is not"),
                arguments("a control character in sub", hs256(claimsWith("sub", "a\nb")), "no control characters"),
                arguments("NUL in sub", hs256(claimsWith("sub", "a\u0000")), "no control characters"),
                arguments("NEL in sub", hs256(claimsWith("sub", "a\u0085")), "no control characters"),
                arguments(
                        "a control character in a guild",
                        hs256(claimsWith("guilds", List.of("g\u001b"))),
                        "guilds is not"),
                arguments(
                        "half a pair in a guild",
                        payload(with("\"sub\":\"u1\",\"guilds\":[\"\\ud83d\"]")),
                        "guilds is not"),
                arguments("HS512", withHeader(new JWSHeader.Builder(JWSAlgorithm.HS512), "x".repeat(64)), "algorithm"),
                arguments("RS256", Tokens.signed(JWSAlgorithm.RS256, Tokens.rsa("k"), claims()), "algorithm"),
                arguments(
                        "another secret",
                        withHeader(new JWSHeader.Builder(JWSAlgorithm.HS256), "x".repeat(32)),
                        "signature"),
                arguments(
                        "other claims",
                        parts[0] + "." + hs256(claimsWith("sub", "u2")).split("\\.")[1] + "." + parts[2],
                        "signature"),
                arguments("no signature", parts[0] + "." + parts[1] + ".", "not a signed token"),
                arguments(
                        "a critical header",
                        withHeader(new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .criticalParams(Set.of("x"))
                                .customParam("x", 1)),
                        "crit"),
                arguments(
                        "a logout token",
                        withHeader(new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType("logout+jwt"))),
                        "typ"),
                arguments("claims not JSON", payload("hello"), "not a JSON object"),
                arguments("claims an array", payload("[1]"), "not a JSON object"),
                arguments("claims null", payload("null"), "not a JSON object"),
                arguments("deep claims", payload(deep), "not a JSON object"),
                arguments("no sub", hs256(claimsWith("sub", null)), "sub is missing"),
                arguments("sub a number", hs256(claimsWith("sub", 1)), "sub is not a string"),
                arguments("sub empty", hs256(claimsWith("sub", "")), "sub does not have 1 to 64"),
                arguments("sub too long", hs256(claimsWith("sub", "u".repeat(65))), "sub does not have 1 to 64"),
                arguments("no iat", hs256(claimsWith("iat", null)), "iat is missing"),
                arguments("no exp", hs256(claimsWith("exp", null)), "exp is missing"),
                arguments("exp a string", hs256(claimsWith("exp", "" + (SECOND + 60))), "exp is not a time"),
                arguments("exp beyond time", hs256(claimsWith("exp", Long.MAX_VALUE)), "exp is not a time"),
                arguments("exp endless", payload("{\"sub\":\"u1\",\"iat\":1,\"exp\":1e400}"), "not a JSON object"),
                arguments("exp in milliseconds", hs256(claimsWith("exp", (SECOND + 60) * 1_000)), "exp is not a time"),
                arguments("expired", hs256(claimsWith("exp", SECOND - 30)), "expired"),
                arguments("iat in the future", hs256(claimsWith("iat", SECOND + 31)), "future"),
                arguments("too long a life", hs256(claimsWith("exp", SECOND - 60 + 86_401)), "lives for"),
                arguments("nbf ahead", hs256(claimsWith("nbf", SECOND + 31)), "not valid before"),
                arguments("nbf a string", hs256(claimsWith("nbf", "soon")), "nbf is not a time"),
                arguments("guilds a string", hs256(claimsWith("guilds", "g1")), "guilds is not an array"),
                arguments(
                        "guilds with a number",
                        hs256(claimsWith("guilds", List.of("g1", 2))),
                        "guilds is not an array"),
                arguments(
                        "guilds with null",
                        hs256(claimsWith("guilds", Collections.singletonList(null))),
                        "guilds is not an array"),
                arguments(
                        "guild too long",
                        hs256(claimsWith("guilds", List.of("g".repeat(65)))),
                        "guilds is not an array"),
                arguments("jti a number", hs256(claimsWith("jti", 1)), "jti is not a string"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("defects")
    void aTokenWithADefectIsRejectedAndTheReasonNamesIt(String defect, String token, String reason) {
        assertThat(assertRejected(token)).contains(reason);
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
        String forged = withHeader(new JWSHeader.Builder(JWSAlgorithm.HS256), "x".repeat(32));
        now = NOW.plus(Duration.ofHours(2));
        assertThat(assertRejected(forged)).contains("expired");
    }

    @Test
    void timesMayHaveFractionsAndExponents() {
        assertThat(accepted(payload(
                                "{\"sub\":\"u1\",\"iat\":" + (SECOND - 60) + ".25,\"exp\":" + (SECOND + 60) + ".5}"))
                        .expiresAt())
                .isEqualTo(NOW.plusMillis(60_500));
        assertThat(accepted(payload("{\"sub\":\"u1\",\"iat\":" + (SECOND - 60) + ".0,\"exp\":1.7803152e9}"))
                        .expiresAt())
                .isEqualTo(Instant.ofEpochSecond(1_780_315_200));
        assertRejected(payload("{\"sub\":\"u1\",\"iat\":" + SECOND + ",\"exp\":1e999}"));
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

    private static String withHeader(JWSHeader.Builder header) {
        return Tokens.sign(header.build(), JSONObjectUtils.toJSONString(claims()), SECRET);
    }

    private static String withHeader(JWSHeader.Builder header, String secret) {
        return Tokens.sign(header.build(), JSONObjectUtils.toJSONString(claims()), secret.getBytes());
    }

    /** The claims that a good token has, and these. */
    private static String with(String claims) {
        return "{\"iat\":" + (SECOND - 60) + ",\"exp\":" + (SECOND + 60) + "," + claims + "}";
    }

    private static String header(String json) {
        return signed(Base64URL.encode(json) + "." + Base64URL.encode(with("\"sub\":\"u1\"")));
    }

    private static String token(byte[] claims) {
        return signed(Base64URL.encode("{\"alg\":\"HS256\"}") + "." + Base64URL.encode(claims));
    }

    private static String signed(String parts) {
        try {
            JWSHeader header = new JWSHeader(JWSAlgorithm.HS256);
            return parts + "." + new MACSigner(SECRET).sign(header, parts.getBytes(ISO_8859_1));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** The same signature with other bits after its last byte, where an encoder has zeros. */
    private static String bent(String token) {
        char last = token.charAt(token.length() - 1);
        return token.substring(0, token.length() - 1) + (char) (last + 1);
    }

    private static String payload(String json) {
        return Tokens.sign(new JWSHeader(JWSAlgorithm.HS256), json, SECRET);
    }
}
