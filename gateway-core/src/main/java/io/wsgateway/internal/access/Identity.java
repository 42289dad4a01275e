package io.wsgateway.internal.access;

import io.wsgateway.model.Rights;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who a connection's token says that it is, and with what rights.
 *
 * @param issuedAt when the rights were stated: membership changes win over older ones
 * @param token by what it can be revoked, and until when it is good
 */
public record Identity(String userId, Rights rights, Instant issuedAt, Token token) {

    /**
     * What revocations go by, and its end.
     *
     * @param id null where it has none
     * @param issuedAt when the token itself was issued, whatever its rights
     * @param expiresAt when the token does
     */
    public record Token(@Nullable String id, Instant issuedAt, Instant expiresAt) {}

    /** The same with other rights. */
    Identity withRights(Rights other) {
        return new Identity(userId, other, issuedAt, token);
    }
}
