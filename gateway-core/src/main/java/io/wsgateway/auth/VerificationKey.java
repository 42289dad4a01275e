package io.wsgateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A public key that signatures are checked with.
 *
 * @param id null where its publisher gave it none
 * @param algorithms what it may be used with; none where the key is of no use here
 * @param signatureBytes how long its signatures are
 */
record VerificationKey(@Nullable String id, Set<String> algorithms, int signatureBytes, PublicKey key) {
    private static final Set<String> RSA = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    /** The same for this curve: the older name and the one of RFC 9864. */
    private static final Set<String> ED25519 = Set.of("EdDSA", "Ed25519");

    private static final int MIN_RSA_BITS = 2048;

    /** All that some key may be used with. */
    static final Set<String> ALL_ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519");

    /** @param stated the only algorithm that its publisher allows; null: those of its kind */
    static VerificationKey of(@Nullable String id, PublicKey key, @Nullable String stated) {
        Set<String> fitting = fitting(key);
        if (stated != null) {
            boolean ed25519 = fitting.equals(ED25519) && ED25519.contains(stated);
            fitting = ed25519 ? ED25519 : fitting.contains(stated) ? Set.of(stated) : Set.of();
        }
        return new VerificationKey(id, fitting, signatureBytes(key), key);
    }

    /** Whether this key has signed the token. Its id plays no part. */
    boolean signed(Jwt token) {
        if (!algorithms.contains(token.algorithm()) || token.signature().length != signatureBytes) {
            return false;
        }
        try {
            if (key instanceof RSAPublicKey rsa) {
                return new RSASSAVerifier(rsa).verify(header(token), token.signed(), coded(token));
            } else if (key instanceof ECPublicKey ec) {
                return new ECDSAVerifier(ec).verify(header(token), token.signed(), coded(token));
            }
            return Ed25519.verify(key, token.signed(), token.signature());
        } catch (JOSEException | GeneralSecurityException e) {
            return false; // nothing that could be a signature
        }
    }

    // The library's verifiers look at nothing else of a header but crit, and that isn't there.
    private static JWSHeader header(Jwt token) {
        return new JWSHeader(JWSAlgorithm.parse(token.algorithm()));
    }

    private static Base64URL coded(Jwt token) {
        return Base64URL.encode(token.signature());
    }

    private static Set<String> fitting(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() < MIN_RSA_BITS ? Set.of() : RSA;
        } else if (key instanceof ECPublicKey ec) {
            Curve curve = Curve.forECParameterSpec(ec.getParams());
            if (Curve.P_256.equals(curve)) {
                return Set.of("ES256");
            } else if (Curve.P_384.equals(curve)) {
                return Set.of("ES384");
            }
            return Curve.P_521.equals(curve) ? Set.of("ES512") : Set.of();
        }
        return key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519") ? ED25519 : Set.of();
    }

    private static int signatureBytes(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return (rsa.getModulus().bitLength() + 7) / 8;
        } else if (key instanceof ECPublicKey ec) {
            return (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8 * 2;
        }
        return Ed25519.SIGNATURE_BYTES;
    }
}
