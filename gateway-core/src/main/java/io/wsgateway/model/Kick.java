package io.wsgateway.model;

import static java.util.Objects.requireNonNull;

/** The wish to close all connections of a user, on every instance. */
public record Kick(String userId, CloseReason reason) implements Entry {
    public Kick {
        Ids.require(userId, "userId");
        requireNonNull(reason, "reason");
    }
}
