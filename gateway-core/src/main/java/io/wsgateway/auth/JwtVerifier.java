package io.wsgateway.auth;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

import io.wsgateway.auth.Claims.Bad;
import io.wsgateway.auth.Signatures.Signed;
import io.wsgateway.model.Principal;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.TokenVerifier;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Checks JSON Web Tokens: signed with one secret ({@link #hs256}), or with a key of a published set ({@link #jwks}), never
 * either. Signatures are computed on the caller's thread, except for tokens that had to wait for a key.
 */
public final class JwtVerifier implements TokenVerifier {
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
     * A verifier of tokens signed with a key (RS, PS or ES 256, 384, 512, or EdDSA with Ed25519) that is published at this
     * address. Begins to fetch the keys at once, in the background.
     *
     * @throws IllegalArgumentException for anything but an http or https address
     */
    public static JwtVerifier jwks(URI uri, JwtConfig config) {
        return jwks(uri, config, InstantSource.system());
    }

    /** A verifier of tokens signed with a published key that goes by another clock. */
    public static JwtVerifier jwks(URI uri, JwtConfig config, InstantSource clock) {
        return jwks(uri, config, clock, System::nanoTime);
    }

    /** @param ticker what fetches are paced by: monotonic, ns */
    static JwtVerifier jwks(URI uri, JwtConfig config, InstantSource clock, LongSupplier ticker) {
        return new JwtVerifier(
                new KeySetSignatures(KeyFetching.from(uri, ticker)), config, clock, SharedFacts.of(uri, config));
    }

    @Override
    public CompletionStage<Verdict> verify(String token) {
        Jwt parsed;
        Principal user;
        try {
            // All that is cheap comes first, though a forger can make it good: signatures cost a thousand times as
            // much.
            parsed = Jwt.parse(token, signatures.algorithms());
            user = claims.principal(parsed.claims());
        } catch (Bad e) {
            return completedFuture(new Verdict.Rejected(e.reason()));
        }
        return signatures
                .check(parsed)
                .thenApply(signed ->
                        signed == Signed.YES ? new Verdict.Accepted(user) : new Verdict.Rejected(reason(signed)));
    }

    private String reason(Signed signed) {
        return switch (signed) {
            case YES -> "";
            case WRONGLY -> "its signature is wrong";
            case BY_UNKNOWN_KEY -> "it is signed with a key that " + signatures + " doesn't have";
            case BY_UNFIT_KEY -> "the key that it names is not for its algorithm, as " + signatures + " has it";
            case BY_NONE_OF_THE_FIRST ->
                "its signature is wrong for the first keys that may be meant, and it names none" + " (kid)";
        };
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
    public Health liveness() {
        return signatures.liveness();
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
