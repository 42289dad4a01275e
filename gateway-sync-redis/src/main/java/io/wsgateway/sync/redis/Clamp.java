package io.wsgateway.sync.redis;

import io.wsgateway.model.Revocation;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.Kept.Member;
import io.wsgateway.spi.Kept.Revoked;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was taken from clocks that were ahead.
 *
 * @param epoch the beginning of the epoch that ended that
 * @param latest changes of earlier epochs count as no later
 */
record Clamp(String epoch, Instant latest) {
    static @Nullable Clamp parse(String text) {
        int space = text.indexOf(' ');
        return space < 0
                ? null
                : new Clamp(
                        KeptVersions.beginning(text), Instant.ofEpochMilli(Long.parseLong(text.substring(space + 1))));
    }

    Member of(Member change) {
        return concerns(change) && change.when().isAfter(latest) ? change.at(latest) : change;
    }

    /** Also the time that it states: nobody who was right about the time meant a later one. */
    Revoked of(Revoked change) {
        if (!concerns(change)) {
            return change;
        }
        Revocation revocation = change.revocation();
        boolean beyond = revocation.userId() != null && change.reach().isAfter(latest);
        return new Revoked(
                beyond ? revocation.withIssuedBefore(latest) : revocation,
                change.epoch(),
                change.seq(),
                change.when().isAfter(latest) ? latest : change.when());
    }

    private boolean concerns(Kept change) {
        return change.epoch().compareTo(epoch) < 0;
    }
}
