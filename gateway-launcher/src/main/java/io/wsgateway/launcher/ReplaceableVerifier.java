package io.wsgateway.launcher;

import io.wsgateway.spi.Health;
import io.wsgateway.spi.TokenVerifier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A verifier whose key can be replaced while the gateway runs: tokens that are shown from then on are checked with the new one. */
final class ReplaceableVerifier implements TokenVerifier {
    private volatile TokenVerifier current;

    ReplaceableVerifier(TokenVerifier first) {
        current = first;
    }

    void replace(TokenVerifier next) {
        TokenVerifier before = current;
        current = next;
        before.close();
    }

    @Override
    public CompletionStage<Verdict> verify(String token) {
        return current.verify(token);
    }

    @Override
    public Optional<Duration> longestLife() {
        return current.longestLife();
    }

    @Override
    public Map<String, String> sharedFacts() {
        return current.sharedFacts();
    }

    @Override
    public Health health() {
        return current.health();
    }

    @Override
    public Health liveness() {
        return current.liveness();
    }

    @Override
    public void close() {
        current.close();
    }
}
