package io.wsgateway.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are no longer accepted: those of a user, or the one of this id, as far as they were issued before.
 *
 * @param userId null where a token is named
 * @param tokenId null where a user is named
 * @param issuedBefore later tokens stay valid
 */
public record Revocation(@Nullable String userId, @Nullable String tokenId, Instant issuedBefore) implements Entry {
    public Revocation {
        requireNonNull(issuedBefore, "issuedBefore");
        if (userId != null) {
            Ids.require(userId, "userId");
        }
        if (userId == null && tokenId == null) {
            throw new IllegalArgumentException("A revocation names a user or a token");
        }
    }
}
