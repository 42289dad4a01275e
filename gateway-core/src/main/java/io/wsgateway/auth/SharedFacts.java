package io.wsgateway.auth;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the verifiers of all instances must have alike, by the names of their settings; of a secret, a hash. */
final class SharedFacts {
    private SharedFacts() {}

    static Map<String, String> of(byte[] secret, JwtConfig config) {
        return of(sha256(secret), "", config);
    }

    static Map<String, String> of(URI keys, JwtConfig config) {
        return of("", keys.toString(), config);
    }

    private static Map<String, String> of(String secret, String keys, JwtConfig config) {
        return Map.of(
                "auth.jwt.secret", secret,
                "auth.jwt.jwks-uri", keys,
                "auth.jwt.issuer", text(config.issuer()),
                "auth.jwt.audience", text(config.audience()),
                "auth.jwt.user-claim", config.userClaim(),
                "auth.jwt.guilds-claim", config.guildsClaim());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String sha256(byte[] secret) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
