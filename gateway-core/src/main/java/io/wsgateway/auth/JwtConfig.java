package io.wsgateway.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a token has to say, beside being signed and having {@code exp} and {@code iat}.
 *
 * @param issuer the {@code iss} that is required; null: any, or none
 * @param audience one that {@code aud} has to name; null: any, or none
 * @param userClaim the claim that holds the user's id
 * @param guildsClaim the claim that lists the ids of the user's guilds; a token without it names none
 * @param maxLife from {@code iat} to {@code exp} at most; a gateway that goes by the tokens' claims refuses to be built with a
 *     {@code maxTokenLife} that is shorter
 * @param clockSkew by how much the issuer's clock may differ from ours, at most 45 s: membership changes are kept for 90 s
 *     longer than a token lives, and the difference counts at either end of its life
 */
public record JwtConfig(
        @Nullable String issuer,
        @Nullable String audience,
        String userClaim,
        String guildsClaim,
        Duration maxLife,
        Duration clockSkew) {
    private static final Duration MAX_SKEW = Duration.ofSeconds(45);

    public JwtConfig {
        requireName(userClaim, "userClaim");
        requireName(guildsClaim, "guildsClaim");
        if (maxLife.isNegative() || maxLife.isZero()) {
            throw new IllegalArgumentException("maxLife must be positive, not " + maxLife);
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(MAX_SKEW) > 0) {
            throw new IllegalArgumentException("clockSkew must be between 0 and 45 s, not " + clockSkew);
        }
    }

    /** Any issuer and audience, {@code sub} and {@code guilds}, 24 h, clocks within 30 s. */
    public static JwtConfig defaults() {
        return new JwtConfig(null, null, "sub", "guilds", Duration.ofDays(1), Duration.ofSeconds(30));
    }

    public JwtConfig withIssuer(@Nullable String value) {
        return new JwtConfig(value, audience, userClaim, guildsClaim, maxLife, clockSkew);
    }

    public JwtConfig withAudience(@Nullable String value) {
        return new JwtConfig(issuer, value, userClaim, guildsClaim, maxLife, clockSkew);
    }

    public JwtConfig withUserClaim(String value) {
        return new JwtConfig(issuer, audience, value, guildsClaim, maxLife, clockSkew);
    }

    public JwtConfig withGuildsClaim(String value) {
        return new JwtConfig(issuer, audience, userClaim, value, maxLife, clockSkew);
    }

    public JwtConfig withMaxLife(Duration value) {
        return new JwtConfig(issuer, audience, userClaim, guildsClaim, value, clockSkew);
    }

    public JwtConfig withClockSkew(Duration value) {
        return new JwtConfig(issuer, audience, userClaim, guildsClaim, maxLife, value);
    }

    private static void requireName(String claim, String what) {
        if (claim.isBlank()) {
            throw new IllegalArgumentException(what + " must name a claim");
        }
    }
}
