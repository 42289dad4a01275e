package io.wsgateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.KeyConverter;
import io.wsgateway.spi.Health;
import java.security.Key;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** RSA and elliptic-curve signatures by the keys that an identity provider publishes. */
final class KeySetSignatures implements Signatures {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    /** Keys that are tried for a token that names none: what a bad one may cost. */
    private static final int MAX_TRIED = 8;

    private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();
    private final KeyCache keys;

    KeySetSignatures(KeyCache keys) {
        this.keys = keys;
    }

    @Override
    public Set<JWSAlgorithm> algorithms() {
        return ALGORITHMS;
    }

    @Override
    public CompletionStage<Signed> check(JWSObject token) {
        JWKMatcher wanted = JWKMatcher.forJWSHeader(token.getHeader());
        return keys.matching(wanted).thenApply(found -> check(token, found));
    }

    private Signed check(JWSObject token, List<JWK> found) {
        if (found.isEmpty()) {
            return Signed.BY_UNKNOWN_KEY;
        }
        List<JWK> tried = found.subList(0, Math.min(MAX_TRIED, found.size()));
        for (Key key : KeyConverter.toJavaKeys(tried)) {
            if (signedBy(key, token)) {
                return Signed.YES;
            }
        }
        return Signed.WRONGLY;
    }

    private boolean signedBy(Key key, JWSObject token) {
        JWSHeader header = token.getHeader();
        try {
            return token.verify(verifiers.createJWSVerifier(header, key));
        } catch (JOSEException e) {
            return false; // a key of another curve or size than the algorithm asks for
        }
    }

    @Override
    public Health health() {
        return keys.health();
    }

    @Override
    public void close() {
        keys.close();
    }

    @Override
    public String toString() {
        return keys.toString();
    }
}
