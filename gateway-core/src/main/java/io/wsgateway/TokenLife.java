package io.wsgateway;

import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.TokenVerifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a token lives is said in three places: where it is checked, in the gateway, and where membership changes and
 * revocations are kept. If the first said more than the others, a token could outlive what revoked it, or the change that took its
 * user out of a guild, and bring them back.
 */
final class TokenLife {
    private TokenLife() {}

    /** @throws IllegalStateException naming every setting that doesn't fit */
    static void check(GatewayConfig config, TokenVerifier verifier, @Nullable ClusterBus bus) {
        List<String> wrong = new ArrayList<>();
        verifier.longestLife()
                .filter(life -> life.compareTo(config.maxTokenLife()) > 0)
                .ifPresent(life -> wrong.add("the verifier accepts tokens that live for " + life
                        + " (JwtConfig.maxLife), and the gateway is told of " + config.maxTokenLife()
                        + " (GatewayConfig.maxTokenLife)"));
        Duration needed = keepChanges(config);
        if (bus != null) {
            bus.keepsChangesFor()
                    .filter(kept -> kept.compareTo(needed) < 0)
                    .ifPresent(kept -> wrong.add("the bus keeps membership changes and revocations for " + kept
                            + " (RedisConfig.withMaxTokenLife), less than GatewayConfig.maxTokenLife and 90 s: "
                            + needed));
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("A revoked token, or a removed member's, could come back: "
                    + String.join("; ", wrong) + ". Give all of them the same life");
        }
    }

    /** Membership changes are kept for as long as a token can be older than they are, clocks' tolerance included. */
    static Duration keepChanges(GatewayConfig config) {
        return config.maxTokenLife().plus(ClusterBus.CLOCK_TOLERANCE);
    }
}
