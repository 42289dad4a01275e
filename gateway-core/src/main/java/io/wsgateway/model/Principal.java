package io.wsgateway.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who a verified token stands for.
 *
 * @param userId an id by the rule of {@link Ids}
 * @param claimed the guilds that the token names
 * @param issuedAt membership changes later than this (less the clocks' tolerance) win over {@code claimed}
 * @param expiresAt 30 s later the connection is closed, unless it has brought another token
 * @param tokenId null where the token has none
 * @param claims all claims, for a {@code GuildAccess} of one's own
 */
public record Principal(
        String userId,
        Rights claimed,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String tokenId,
        Map<String, Object> claims) {
    public Principal {
        Ids.require(userId, "userId");
        requireNonNull(claimed, "claimed");
        requireNonNull(issuedAt, "issuedAt");
        requireNonNull(expiresAt, "expiresAt");
        requireNonNull(claims, "claims");
    }

    /** A user without a token id and without claims but these. */
    public static Principal of(String userId, Rights claimed, Instant issuedAt, Instant expiresAt) {
        return new Principal(userId, claimed, issuedAt, expiresAt, null, Map.of());
    }

    /** This user by a token with an id, by which it can be revoked. */
    public Principal withTokenId(String value) {
        return new Principal(userId, claimed, issuedAt, expiresAt, value, claims);
    }

    /** This user with claims for a {@code GuildAccess} of one's own. */
    public Principal withClaims(Map<String, Object> value) {
        return new Principal(userId, claimed, issuedAt, expiresAt, tokenId, value);
    }
}
