package io.wsgateway.auth;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import io.wsgateway.auth.Claims.Bad;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.TokenVerifier;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Checks JSON Web Tokens: signed with one secret ({@link #hs256}), or with a key of a published set ({@link #jwks}), never
 * either. Signatures are computed on the caller's thread, except for tokens that had to wait for a key.
 */
public final class JwtVerifier implements TokenVerifier {
    /** What fits into a client's message, whatever its limit is. */
    private static final int MAX_TOKEN = 16 << 10;
    /** Access tokens, and those that don't say what they are; not logout tokens and the like. */
    private static final Set<JOSEObjectType> TYPES =
            Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));

    private final Signatures signatures;
    private final ClaimCheck claims;
    private final Map<String, String> sharedFacts;

    private JwtVerifier(Signatures signatures, JwtConfig config, InstantSource clock, Map<String, String> sharedFacts) {
        this.signatures = signatures;
        this.sharedFacts = sharedFacts;
        claims = new ClaimCheck(requireNonNull(config, "config"), requireNonNull(clock, "clock"));
    }

    /**
     * A verifier of HS256 tokens.
     *
     * @throws IllegalArgumentException for a secret of less than 32 bytes
     */
    public static JwtVerifier hs256(byte[] secret, JwtConfig config) {
        return hs256(secret, config, InstantSource.system());
    }

    /** A verifier of HS256 tokens that goes by another clock. */
    public static JwtVerifier hs256(byte[] secret, JwtConfig config, InstantSource clock) {
        return new JwtVerifier(new SecretSignatures(secret), config, clock, SharedFacts.of(secret, config));
    }

    /**
     * A verifier of tokens signed with a key (RS, PS or ES 256, 384, 512) that is published at this address. Begins to fetch
     * the keys at once, in the background.
     *
     * @throws IllegalArgumentException for anything but an http or https address
     */
    public static JwtVerifier jwks(URI uri, JwtConfig config) {
        return jwks(uri, config, InstantSource.system());
    }

    /** A verifier of tokens signed with a published key that goes by another clock. */
    public static JwtVerifier jwks(URI uri, JwtConfig config, InstantSource clock) {
        return new JwtVerifier(
                new KeySetSignatures(KeyFetching.from(uri, clock)), config, clock, SharedFacts.of(uri, config));
    }

    @Override
    public CompletionStage<Verdict> verify(String token) {
        if (token.length() > MAX_TOKEN) {
            return rejected("it has " + token.length() + " characters, more than " + MAX_TOKEN);
        }
        JWSObject parsed;
        try {
            parsed = JWSObject.parse(token);
        } catch (ParseException | RuntimeException e) {
            return rejected("it is not a signed token of three parts");
        }
        JWSHeader header = parsed.getHeader();
        if (!signatures.algorithms().contains(header.getAlgorithm())) {
            return rejected("its algorithm is none of " + signatures.algorithms());
        }
        if (header.getType() != null && !TYPES.contains(header.getType())) {
            return rejected("its typ is none of " + TYPES);
        }
        return signatures.check(parsed).thenApply(signed -> switch (signed) {
            case YES -> verdict(parsed);
            case WRONGLY -> new Verdict.Rejected("its signature is wrong");
            case BY_UNKNOWN_KEY -> new Verdict.Rejected("it is signed with a key that " + signatures + " doesn't have");
        });
    }

    private Verdict verdict(JWSObject token) {
        Map<String, Object> json = token.getPayload().toJSONObject();
        if (json == null) {
            return new Verdict.Rejected("its claims are not a JSON object");
        }
        try {
            return new Verdict.Accepted(claims.principal(json));
        } catch (Bad e) {
            return new Verdict.Rejected(e.reason());
        }
    }

    private static CompletionStage<Verdict> rejected(String reason) {
        return completedFuture(new Verdict.Rejected(reason));
    }

    @Override
    public Map<String, String> sharedFacts() {
        return sharedFacts;
    }

    @Override
    public Optional<Duration> longestLife() {
        return Optional.of(claims.maxLife());
    }

    @Override
    public Health health() {
        return signatures.health();
    }

    @Override
    public void close() {
        signatures.close();
    }

    /** What the tokens are checked with; never the secret. */
    @Override
    public String toString() {
        return "JwtVerifier[" + signatures + "]";
    }
}
