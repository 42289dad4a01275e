package io.wsgateway.internal.session;

import java.time.Instant;

/** When a session's token expires, by the wall clock, and whether its client was told. Confined to the session's lane. */
public final class TokenExpiry {
    private Instant at = Instant.MAX;
    private boolean told;

    /** It expires then: it is another token, or the same one, of which nothing has to be told again. */
    void set(Instant expiresAt) {
        told &= at.equals(expiresAt);
        at = expiresAt;
    }

    public Instant at() {
        return at;
    }

    /** Whether it has expired by a time. */
    public boolean isBy(Instant time) {
        return !at.isAfter(time);
    }

    /** Whether its client is still to be told; from now on it has been. */
    boolean tellOnce() {
        boolean first = !told;
        told = true;
        return first;
    }
}
