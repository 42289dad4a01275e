package io.wsgateway.internal.access;

import io.wsgateway.model.Rights;
import java.time.Instant;

/**
 * Who a connection's token says that it is, and with what rights.
 *
 * @param issuedAt when the rights were stated: membership changes win over older ones
 * @param expiresAt when the token does
 */
public record Identity(String userId, Rights rights, Instant issuedAt, Instant expiresAt) {
    Identity withRights(Rights value) {
        return new Identity(userId, value, issuedAt, expiresAt);
    }
}
