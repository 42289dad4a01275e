package io.wsgateway;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Everything about a gateway that is a number or a choice.
 *
 * @param nodeId names this instance among its peers: 1 to 64 characters
 * @param maxTokenLife how long a token lives at most: for that long, and the clocks' tolerance of 90 s, a membership change
 *     has to win over older claims, and a revoked token is refused. One that lives longer is refused anyway
 */
public record GatewayConfig(
        String nodeId,
        Duration maxTokenLife,
        SubscriptionScope scope,
        HeartbeatConfig heartbeat,
        LimitsConfig limits,
        ResumeConfig resume,
        DrainConfig drain) {
    public GatewayConfig {
        requireNonNull(nodeId, "nodeId");
        if (nodeId.isEmpty() || nodeId.length() > 64) {
            throw new IllegalArgumentException("nodeId has 1 to 64 characters, not " + nodeId.length());
        }
        ConfigRules.requirePositive(maxTokenLife, "maxTokenLife");
        requireNonNull(scope, "scope");
        requireNonNull(heartbeat, "heartbeat");
        requireNonNull(limits, "limits");
        requireNonNull(resume, "resume");
        requireNonNull(drain, "drain");
    }

    /** Which of a user's connections a guild's events go to. */
    public enum SubscriptionScope {
        /** All that may, as long as one of them is subscribed. */
        USER,
        /** Those that are subscribed themselves. */
        CONNECTION
    }

    /** The defaults, under a random node id. */
    public static GatewayConfig defaults() {
        return new GatewayConfig(
                HexFormat.of().toHexDigits(new SecureRandom().nextLong()),
                Duration.ofHours(24),
                SubscriptionScope.USER,
                HeartbeatConfig.defaults(),
                LimitsConfig.defaults(),
                ResumeConfig.defaults(),
                DrainConfig.defaults());
    }

    public GatewayConfig withNodeId(String value) {
        return new GatewayConfig(value, maxTokenLife, scope, heartbeat, limits, resume, drain);
    }

    public GatewayConfig withMaxTokenLife(Duration value) {
        return new GatewayConfig(nodeId, value, scope, heartbeat, limits, resume, drain);
    }

    public GatewayConfig withScope(SubscriptionScope value) {
        return new GatewayConfig(nodeId, maxTokenLife, value, heartbeat, limits, resume, drain);
    }

    public GatewayConfig withHeartbeat(HeartbeatConfig value) {
        return new GatewayConfig(nodeId, maxTokenLife, scope, value, limits, resume, drain);
    }

    public GatewayConfig withLimits(LimitsConfig value) {
        return new GatewayConfig(nodeId, maxTokenLife, scope, heartbeat, value, resume, drain);
    }

    public GatewayConfig withResume(ResumeConfig value) {
        return new GatewayConfig(nodeId, maxTokenLife, scope, heartbeat, limits, value, drain);
    }

    public GatewayConfig withDrain(DrainConfig value) {
        return new GatewayConfig(nodeId, maxTokenLife, scope, heartbeat, limits, resume, value);
    }
}
