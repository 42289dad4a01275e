package io.wsgateway.internal.access;

import io.wsgateway.model.Rights;
import java.time.Instant;

/**
 * Who a connection's token says that it is, and with what rights.
 *
 * @param issuedAt when the rights were stated: membership changes win over older ones
 */
public record Identity(String userId, Rights rights, Instant issuedAt) {}
