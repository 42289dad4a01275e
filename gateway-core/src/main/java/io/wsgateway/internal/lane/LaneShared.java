package io.wsgateway.internal.lane;

import io.wsgateway.internal.access.TokenAuthenticator;
import io.wsgateway.internal.ring.ControlEntries;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.ByteBudget;
import io.wsgateway.internal.session.GuildCounter;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.internal.support.Clocks;
import io.wsgateway.spi.GatewayMetrics;
import java.util.concurrent.atomic.AtomicInteger;

/** What all lanes of an instance share. Thread-safe. */
public record LaneShared(
        Ring ring,
        ControlEntries changes,
        SessionLimits limits,
        TokenAuthenticator authenticator,
        GatewayMetrics metrics,
        Clocks clocks,
        Totals totals) {

    /**
     * What they add up together.
     *
     * @param open connections, identified or not
     * @param waiting bytes that wait in connections
     * @param guilds that somebody subscribes to
     */
    record Totals(AtomicInteger open, ByteBudget waiting, GuildCounter guilds) {
        Totals(long waitingBytes) {
            this(new AtomicInteger(), new ByteBudget(waitingBytes), new GuildCounter());
        }
    }
}
