package io.wsgateway.auth;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** HS256 with a secret that the issuer and the gateway share. */
final class SecretSignatures implements Signatures {
    private static final JWSHeader HEADER = new JWSHeader(JWSAlgorithm.HS256);

    private final JWSVerifier verifier;

    SecretSignatures(byte[] secret) {
        try {
            verifier = new MACVerifier(Secret.checked(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException("This Java runtime can't verify HS256", e);
        }
    }

    @Override
    public Set<String> algorithms() {
        return Set.of(HEADER.getAlgorithm().getName());
    }

    @Override
    public CompletionStage<Signed> check(Jwt token) {
        try {
            boolean signed = verifier.verify(HEADER, token.signed(), Base64URL.encode(token.signature()));
            return completedFuture(signed ? Signed.YES : Signed.WRONGLY);
        } catch (JOSEException e) {
            return failedFuture(e);
        }
    }

    @Override
    public String toString() {
        return "a secret";
    }
}
