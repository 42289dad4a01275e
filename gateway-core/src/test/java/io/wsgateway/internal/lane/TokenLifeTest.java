package io.wsgateway.internal.lane;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.model.Principal;
import io.wsgateway.model.Rights;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokens of a verifier that sets no bound on their life. */
class TokenLifeTest {
    private static final Duration LONGEST = Duration.ofHours(24);

    @Test
    void tokenThatOutlivesTheRecordOfRemovalsIsRefused() {
        InMemoryClient client = stage(GuildAccess.CLAIM, LONGEST.plusMillis(1)).identified("alice");

        assertThat(client.closed()).hasValue(4004);
        assertThat(Reply.names(client)).isEmpty();
    }

    @Test
    void tokenThatLivesAsLongAsTheRecordIsGood() {
        assertThat(Reply.names(stage(GuildAccess.CLAIM, LONGEST).identified("alice")))
                .containsExactly("READY");
    }

    @Test
    void whereTheClaimDoesNotCountTheTokensLifeDoesNotEither() {
        Duration year = Duration.ofDays(365);
        GuildAccess own = user -> completedFuture(Rights.to(List.of("red")));

        assertThat(Reply.names(stage(GuildAccess.OPEN, year).identified("alice")))
                .containsExactly("READY");
        assertThat(Reply.names(stage(own, year).identified("alice"))).containsExactly("READY");
    }

    private static Stage stage(GuildAccess access, Duration life) {
        return new Stage(2, Stage.LIMITS, new Ring(120_000, 1 << 20), access, parts -> {
            TokenVerifier verifier = token -> {
                Instant now = parts.clocks().wall().instant();
                return completedFuture(new TokenVerifier.Verdict.Accepted(
                        new Principal(token, Rights.to(List.of("red")), now, now.plus(life), null, Map.of())));
            };
            return new LaneGroup(
                    new LaneGroup.Parts(
                            parts.ring(),
                            parts.changes(),
                            parts.limits(),
                            verifier,
                            parts.access(),
                            parts.metrics(),
                            parts.clocks()),
                    2,
                    Runnable::run);
        });
    }
}
