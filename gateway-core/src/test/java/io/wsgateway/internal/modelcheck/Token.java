package io.wsgateway.internal.modelcheck;

import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;

/** A token as the model sees it: {@link FakeTokens} believes its text. */
record Token(String user, SortedSet<String> claim, Instant issuedAt, Duration life) {
    String text() {
        return user + (claim.isEmpty() ? "" : " " + String.join(" ", claim)) + "@" + issuedAt.toEpochMilli() + "~"
                + life.toMillis();
    }

    /** By the millisecond, as the text has it. */
    Instant expiresAt() {
        return Instant.ofEpochMilli(issuedAt.toEpochMilli()).plus(life);
    }
}
