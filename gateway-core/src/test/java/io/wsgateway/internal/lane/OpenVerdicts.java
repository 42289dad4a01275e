package io.wsgateway.internal.lane;

import io.wsgateway.model.Principal;
import io.wsgateway.model.Rights;
import io.wsgateway.spi.TokenVerifier;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers when the test says so. */
final class OpenVerdicts implements TokenVerifier {
    private final InstantSource clock;
    private final List<CompletableFuture<Verdict>> asked = new ArrayList<>();

    OpenVerdicts(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CompletionStage<Verdict> verify(String token) {
        CompletableFuture<Verdict> authOutcome = new CompletableFuture<>();
        asked.add(authOutcome);
        return authOutcome;
    }

    int asked() {
        return asked.size();
    }

    /** The question of this number is answered: the token stands for this user and these guilds. */
    void accept(int question, String user, String... guilds) {
        accept(question, clock.instant(), user, guilds);
    }

    /** The same of a token that was issued at a time. */
    void accept(int question, Instant issuedAt, String user, String... guilds) {
        asked.get(question)
                .complete(new Verdict.Accepted(new Principal(
                        user, Rights.to(List.of(guilds)), issuedAt, issuedAt.plusSeconds(3600), null, Map.of())));
    }

    void fail(int question) {
        asked.get(question).completeExceptionally(new IllegalStateException("key server down"));
    }

    void refuse(int question) {
        asked.get(question).complete(new Verdict.Rejected("no"));
    }
}
