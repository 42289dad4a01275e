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

    /** What the verifier permits by default. */
    private static final Duration LIFE = Duration.ofDays(1);

    private final byte[] key = new byte[32];
    private final String token;

    DevelopmentMode() {
        new SecureRandom().nextBytes(key);
        token = DevelopmentTokens.sign(key, USER, GUILDS, Instant.now(), LIFE);
    }

    byte[] key() {
        return key.clone();
    }

    String token() {
        return token;
    }

    /** What the console shows: everything to paste, and how to leave this mode. */
    String banner(String webSocketUrl, String httpUrl) {
        return """

                WebSocket Gateway - development mode: not for production, reachable from this machine only

                  Demo page   %2$s/demo
                  WebSocket   %1$s
                  HTTP        %2$s/health
                  Swagger     %2$s/swagger

                  Token for user %3$s (guilds %4$s), for as long as this process runs, at most a day:
                  %5$s

                  Publish an event:
                  curl -X POST %2$s/api/v1/events -H 'Content-Type: application/json' -d '{"event":"message.create","guildId":"general","data":{"content":"Hello!"}}'

                  To leave development mode set auth.jwt.secret (or auth.jwt.jwks-uri) and admin.token; --help lists all.
                """.formatted(webSocketUrl, httpUrl, USER, String.join(", ", GUILDS), token);
    }
}
