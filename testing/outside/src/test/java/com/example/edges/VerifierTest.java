package com.example.edges;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.auth.DevelopmentTokens;
import io.wsgateway.auth.JwtConfig;
import io.wsgateway.auth.JwtVerifier;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.testkit.TokenVerifierContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class VerifierTest extends TokenVerifierContract {
    private static final byte[] SECRET = "thirty-two bytes, or a few more of them".getBytes(UTF_8);
    private static final Duration LIFE = Duration.ofHours(1);

    @Override
    protected TokenVerifier open() {
        return JwtVerifier.hs256(SECRET, JwtConfig.defaults());
    }

    @Override
    protected String goodToken(String userId, List<String> guilds) {
        return DevelopmentTokens.sign(SECRET, userId, guilds, Instant.now(), LIFE);
    }

    @Override
    protected String expiredToken() {
        return DevelopmentTokens.sign(SECRET, "alice", List.of(), Instant.now().minus(LIFE.multipliedBy(2)), LIFE);
    }
}
