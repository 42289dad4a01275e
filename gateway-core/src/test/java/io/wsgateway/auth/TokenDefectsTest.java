package io.wsgateway.auth;

import static io.wsgateway.auth.Tokens.NOW;
import static io.wsgateway.auth.Tokens.SECRET;
import static io.wsgateway.auth.Tokens.claims;
import static io.wsgateway.auth.Tokens.claimsWith;
import static io.wsgateway.auth.Tokens.hs256;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.spi.TokenVerifier.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenDefectsTest {
    private static final long SECOND = NOW.getEpochSecond();

    private final TokenVerifier verifier = JwtVerifier.hs256(SECRET, JwtConfig.defaults(), () -> NOW);

    @AfterEach
    void close() {
        verifier.close();
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
                arguments("a claim twice", hs256(with("\"sub\":\"u1\",\"sub\":\"u2\"")), "no name twice"),
                arguments(
                        "a claim twice, once escaped",
                        hs256(with("\"sub\":\"u\",\"s\\u0075b\":\"v\"")),
                        "no name twice"),
                arguments(
                        "a claim twice further in",
                        hs256(with("\"sub\":\"u\",\"x\":{\"a\":1,\"a\":1}")),
                        "no name twice"),
                arguments("something behind", hs256(with("\"sub\":\"u1\"") + "x"), "nothing around"),
                arguments("a byte order mark", hs256("\ufeff" + with("\"sub\":\"u1\"")), "nothing around"),
                arguments("a comment", hs256(with("\"sub\":\"u1\"/**/")), "not a JSON object"),
                arguments("not UTF-8", token(with("\"sub\":\"u\u00e9\"").getBytes(ISO_8859_1)), "valid UTF-8"),
                arguments("half a pair in sub", hs256(with("\"sub\":\"a\\ud83d\"")), "sub is not a string of whole"),
                arguments("half a pair alone", hs256(with("\"sub\":\"\\ud800\"")), "sub is not a string of whole"),
                arguments("half a pair in jti", hs256(with("\"sub\":\"u1\",\"jti\":\"\\udc00\"")), "jti is not"),
                arguments("a control character in sub", hs256(claimsWith("sub", "a\nb")), "no control characters"),
                arguments("NUL in sub", hs256(claimsWith("sub", "a\u0000")), "no control characters"),
                arguments("NEL in sub", hs256(claimsWith("sub", "a\u0085")), "no control characters"),
                arguments(
                        "a control character in a guild",
                        hs256(claimsWith("guilds", List.of("g\u001b"))),
                        "guilds is not"),
                arguments(
                        "half a pair in a guild",
                        hs256(with("\"sub\":\"u1\",\"guilds\":[\"\\ud83d\"]")),
                        "guilds is not"),
                arguments(
                        "HS512",
                        hs256(
                                new JWSHeader.Builder(JWSAlgorithm.HS512),
                                "x".repeat(64).getBytes()),
                        "algorithm"),
                arguments("RS256", Tokens.signed(JWSAlgorithm.RS256, Tokens.rsa("k"), claims()), "algorithm"),
                arguments(
                        "another secret",
                        hs256(
                                new JWSHeader.Builder(JWSAlgorithm.HS256),
                                "x".repeat(32).getBytes()),
                        "signature"),
                arguments(
                        "other claims",
                        parts[0] + "." + hs256(claimsWith("sub", "u2")).split("\\.")[1] + "." + parts[2],
                        "signature"),
                arguments("no signature", parts[0] + "." + parts[1] + ".", "not a signed token"),
                arguments(
                        "a critical header",
                        hs256(new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .criticalParams(Set.of("x"))
                                .customParam("x", 1)),
                        "crit"),
                arguments(
                        "a logout token",
                        hs256(new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType("logout+jwt"))),
                        "typ"),
                arguments("claims not JSON", hs256("hello"), "not a JSON object"),
                arguments("claims an array", hs256("[1]"), "not a JSON object"),
                arguments("claims null", hs256("null"), "not a JSON object"),
                arguments("deep claims", hs256(deep), "not a JSON object"),
                arguments("no sub", hs256(claimsWith("sub", null)), "sub is missing"),
                arguments("sub a number", hs256(claimsWith("sub", 1)), "sub is not a string"),
                arguments("sub empty", hs256(claimsWith("sub", "")), "sub does not have 1 to 64"),
                arguments("sub too long", hs256(claimsWith("sub", "u".repeat(65))), "sub does not have 1 to 64"),
                arguments("no iat", hs256(claimsWith("iat", null)), "iat is missing"),
                arguments("no exp", hs256(claimsWith("exp", null)), "exp is missing"),
                arguments("exp a string", hs256(claimsWith("exp", "" + (SECOND + 60))), "exp is not a time"),
                arguments("exp beyond time", hs256(claimsWith("exp", Long.MAX_VALUE)), "exp is not a time"),
                arguments("exp endless", hs256("{\"sub\":\"u1\",\"iat\":1,\"exp\":1e400}"), "not a JSON object"),
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
        Verdict verdict = verifier.verify(token)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        String told = ((Verdict.Rejected) verdict).reason();
        assertThat(told).contains(reason).hasSizeLessThan(1_000).doesNotContain(token);
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
}
