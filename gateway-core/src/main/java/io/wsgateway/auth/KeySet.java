package io.wsgateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.X509CertUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON Web Key Set as they are in the world: what isn't understood, is for something else or makes no sense is left
 * out and spoils nothing.
 */
final class KeySet {
    private KeySet() {}

    /**
     * The public keys that signatures can be checked with.
     *
     * @throws CompletionException when there is none: better the keys of before than to refuse everybody
     */
    static List<VerificationKey> parse(byte[] json) {
        List<VerificationKey> usable = members(json).stream()
                .flatMap(member -> key(member).stream())
                .filter(key -> !key.algorithms().isEmpty())
                .toList();
        if (usable.isEmpty()) {
            throw new CompletionException(new IOException("the answer holds no key that signatures can be checked with:"
                    + " RSA of 2048 bits or more, EC on P-256, P-384 or P-521, or Ed25519, and not for encryption"));
        }
        return usable;
    }

    private static Optional<VerificationKey> key(@Nullable Object member) {
        if (!(member instanceof Map<?, ?> key) || !isForSignatures(key)) {
            return Optional.empty();
        }
        try {
            PublicKey read = publicKey(key);
            return read == null
                    ? Optional.empty()
                    : Optional.of(VerificationKey.of(text(key, "kid"), read, text(key, "alg")));
        } catch (ParseException | JOSEException | GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isForSignatures(Map<?, ?> key) {
        boolean used = key.get("use") == null || "sig".equals(key.get("use"));
        boolean verifies = !(key.get("key_ops") instanceof List<?> operations) || operations.contains("verify");
        return used && verifies;
    }

    private static @Nullable PublicKey publicKey(Map<?, ?> key)
            throws ParseException, JOSEException, GeneralSecurityException {
        String type = text(key, "kty");
        if ("RSA".equals(type) && key.get("n") != null) {
            return RSAKey.parse(only(key, "kty", "n", "e")).toRSAPublicKey();
        } else if ("EC".equals(type) && key.get("x") != null) {
            return ECKey.parse(only(key, "kty", "crv", "x", "y")).toECPublicKey();
        } else if ("OKP".equals(type) && "Ed25519".equals(text(key, "crv")) && key.get("x") != null) {
            return Ed25519.key(new Base64URL(String.valueOf(key.get("x"))).decode());
        }
        // The set itself is what is trusted: nobody has to vouch for a certificate in it.
        return key.get("x5c") instanceof List<?> chain && !chain.isEmpty() ? certified(chain.get(0)) : null;
    }

    private static @Nullable PublicKey certified(@Nullable Object certificate) {
        X509Certificate read = X509CertUtils.parse(new Base64(String.valueOf(certificate)).decode());
        return read == null ? null : read.getPublicKey();
    }

    /** What makes the public key: no other member can spoil it, and no private one gets in. */
    private static Map<String, Object> only(Map<?, ?> key, String... names) {
        Map<String, Object> some = new HashMap<>();
        for (String name : names) {
            Object value = key.get(name);
            if (value != null) {
                some.put(name, value);
            }
        }
        return some;
    }

    private static @Nullable String text(Map<?, ?> key, String name) {
        return key.get(name) instanceof String text ? text : null;
    }

    private static List<?> members(byte[] json) {
        String text = new String(json, UTF_8);
        Object members;
        try {
            members = JSONObjectUtils.parse(text.startsWith("\ufeff") ? text.substring(1) : text)
                    .get("keys");
        } catch (ParseException | RuntimeException e) {
            throw new CompletionException(new IOException("the answer is not a JSON Web Key Set", e));
        }
        if (members instanceof List<?> list) {
            return list;
        }
        throw new CompletionException(new IOException("the answer is not a JSON Web Key Set: it has no keys"));
    }
}
