package io.wsgateway.launcher;

import io.wsgateway.auth.DevelopmentTokens;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What development mode makes up, so that somebody can try the gateway at once: a key of this process, and a token. */
final class DevelopmentMode {
    static final String USER = "alice";
    static final List<String> GUILDS = List.of("general", "random");

    private static final int KEY_BYTES = 32;

    private final byte[] key = new byte[KEY_BYTES];
    private final String token;

    /** @param life of the token */
    DevelopmentMode(Instant now, Duration life) {
        new SecureRandom().nextBytes(key);
        token = DevelopmentTokens.sign(key, USER, GUILDS, now, life);
    }

    byte[] key() {
        return key.clone();
    }

    /** Good for {@link #USER} and {@link #GUILDS}. */
    String token() {
        return token;
    }
}
