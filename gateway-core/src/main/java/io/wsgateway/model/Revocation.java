package io.wsgateway.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are no longer accepted: the one of this id, or those of a user that were issued before a time. Holds on every
 * instance, for as long as such a token can live.
 *
 * @param userId null where a token is named
 * @param tokenId its {@code jti}; null where a user is named
 * @param issuedBefore tokens issued then or later stay good, without a tolerance; null: the log's time when it takes this, or a
 *     token is named, which is revoked whenever it was issued
 */
public record Revocation(
        @Nullable String userId,
        @Nullable String tokenId,
        @Nullable Instant issuedBefore) implements Entry {
    /** The most characters of a token's id that can be revoked. */
    public static final int LONGEST_TOKEN_ID = 256;

    /** @throws IllegalArgumentException unless it names either a user, or a token without a time, by what can be an id of one */
    public Revocation {
        if ((userId == null) == (tokenId == null)) {
            throw new IllegalArgumentException("A revocation names either a user or a token");
        }
        if (userId != null) {
            Ids.require(userId, "userId");
        } else if (tokenId != null && !Ids.fits(tokenId, 1, LONGEST_TOKEN_ID)) {
            throw new IllegalArgumentException("tokenId needs 1 to " + LONGEST_TOKEN_ID + " whole characters");
        }
        if (tokenId != null && issuedBefore != null) {
            throw new IllegalArgumentException(
                    "issuedBefore goes with a user: a token is revoked whenever it was issued");
        }
    }

    /** The token of this id ({@code jti}). */
    public static Revocation ofToken(String tokenId) {
        return new Revocation(null, requireNonNull(tokenId, "tokenId"), null);
    }

    /** All tokens that a user has been issued when the log takes this. */
    public static Revocation ofUser(String userId) {
        return new Revocation(requireNonNull(userId, "userId"), null, null);
    }

    /** Those of the user that were issued before a time. */
    public Revocation withIssuedBefore(Instant time) {
        return new Revocation(userId, tokenId, requireNonNull(time, "time"));
    }

    /** Tokens issued before this are revoked, if the log took it at a time. */
    public Instant reach(Instant takenAt) {
        return tokenId != null ? Instant.MAX : issuedBefore != null ? issuedBefore : takenAt;
    }
}
