package io.wsgateway.internal.lane;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import io.wsgateway.model.Principal;
import io.wsgateway.model.Rights;
import io.wsgateway.spi.TokenVerifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Believes every token of the form {@code user guild guild@epoch-millis~millis}, the last parts being when it was issued and how
 * long it lives: now, and 24 h. Refuses {@code bad}, and can't tell for {@code down}.
 */
public final class FakeTokens implements TokenVerifier {
    private static final Duration LONGEST = Duration.ofHours(24);

    private final InstantSource clock;

    public FakeTokens(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CompletionStage<Verdict> verify(String token) {
        if (token.equals("down")) {
            return failedFuture(new IllegalStateException("key server down"));
        }
        if (token.equals("bad")) {
            return completedFuture(new Verdict.Rejected("bad token"));
        }
        String[] lives = token.split("~", 2);
        Duration life = lives.length == 2 ? Duration.ofMillis(Long.parseLong(lives[1])) : LONGEST;
        String[] parts = lives[0].split("@", 2);
        Instant issuedAt = parts.length == 2 ? Instant.ofEpochMilli(Long.parseLong(parts[1])) : clock.instant();
        List<String> words = Arrays.asList(parts[0].split(" "));
        Principal user = new Principal(
                words.get(0), Rights.to(words.subList(1, words.size())), issuedAt, issuedAt.plus(life), null, Map.of());
        return completedFuture(new Verdict.Accepted(user));
    }
}
