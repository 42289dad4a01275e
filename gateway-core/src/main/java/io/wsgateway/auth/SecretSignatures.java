package io.wsgateway.auth;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** HS256 with a secret that the issuer and the gateway share. */
final class SecretSignatures implements Signatures {
    private final JWSVerifier verifier;

    SecretSignatures(byte[] secret) {
        try {
            verifier = new MACVerifier(Secret.checked(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException("This Java runtime can't verify HS256", e);
        }
    }

    @Override
    public Set<JWSAlgorithm> algorithms() {
        return Set.of(JWSAlgorithm.HS256);
    }

    @Override
    public CompletionStage<Signed> check(JWSObject token) {
        try {
            return completedFuture(token.verify(verifier) ? Signed.YES : Signed.WRONGLY);
        } catch (JOSEException e) {
            return failedFuture(e);
        }
    }

    @Override
    public String toString() {
        return "a secret";
    }
}
