package io.wsgateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Reads a JSON Web Key Set. */
final class KeySet {
    private static final int MIN_RSA_BITS = 2048;

    private KeySet() {}

    /**
     * The public keys that signatures can be checked with; others, and those that make no sense, are left out.
     *
     * @throws CompletionException when there is none: better the keys of before than to refuse everybody
     */
    static List<JWK> parse(byte[] json) {
        List<JWK> usable = Arrays.stream(members(json))
                .flatMap(member -> key(member).stream())
                .toList();
        if (usable.isEmpty()) {
            throw new CompletionException(
                    new IOException("the answer holds no RSA key of 2048 bits or more and no EC key"));
        }
        return usable;
    }

    private static Optional<JWK> key(Map<String, Object> member) {
        try {
            JWK key = JWK.parse(member).toPublicJWK();
            boolean good = key instanceof ECKey || (key instanceof RSAKey && key.size() >= MIN_RSA_BITS);
            return good ? Optional.of(key) : Optional.empty();
        } catch (ParseException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object>[] members(byte[] json) {
        try {
            Map<String, Object>[] members =
                    JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(new String(json, UTF_8)), "keys");
            if (members != null) {
                return members;
            }
        } catch (ParseException | RuntimeException e) {
            throw new CompletionException(new IOException("the answer is not a JSON Web Key Set", e));
        }
        throw new CompletionException(new IOException("the answer is not a JSON Web Key Set: it has no keys"));
    }
}
