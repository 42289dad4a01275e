package io.wsgateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs tokens as an issuer would, and as it should not. */
final class Tokens {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    private Tokens() {}

    /** Good claims of a user, issued a minute before {@link #NOW} for an hour. */
    static Map<String, Object> claims(String userId, List<String> guilds) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("sub", userId);
        claims.put("guilds", guilds);
        claims.put("iat", NOW.getEpochSecond() - 60);
        claims.put("exp", NOW.getEpochSecond() + 3_540);
        return claims;
    }

    static Map<String, Object> claims() {
        return claims("u1", List.of("g1"));
    }

    /** Claims with one changed; null takes it away. */
    static Map<String, Object> claimsWith(String name, @Nullable Object value) {
        Map<String, Object> claims = claims();
        if (value == null) {
            claims.remove(name);
        } else {
            claims.put(name, value);
        }
        return claims;
    }

    static String hs256(Map<String, Object> claims) {
        return sign(new JWSHeader(JWSAlgorithm.HS256), JSONObjectUtils.toJSONString(claims), SECRET);
    }

    /** A token with this text for claims. */
    static String hs256(String payload) {
        return sign(new JWSHeader(JWSAlgorithm.HS256), payload, SECRET);
    }

    /** A token with good claims and this header. */
    static String hs256(JWSHeader.Builder header) {
        return hs256(header, SECRET);
    }

    static String hs256(JWSHeader.Builder header, byte[] secret) {
        return sign(header.build(), JSONObjectUtils.toJSONString(claims()), secret);
    }

    static String sign(JWSHeader header, String payload, byte[] secret) {
        return sign(header, payload, new OctetSequenceKey.Builder(secret).build());
    }

    /** A token signed by a key, which it names. */
    static String signed(JWSAlgorithm algorithm, JWK key, Map<String, Object> claims) {
        return sign(
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(),
                JSONObjectUtils.toJSONString(claims),
                key);
    }

    static String sign(JWSHeader header, String payload, JWK key) {
        try {
            JWSObject token = new JWSObject(header, new Payload(payload));
            token.sign(signer(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static ECKey ec(String kid, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa) {
            return new RSASSASigner(rsa);
        }
        return key instanceof ECKey ec ? new ECDSASigner(ec) : new MACSigner((OctetSequenceKey) key);
    }
}
