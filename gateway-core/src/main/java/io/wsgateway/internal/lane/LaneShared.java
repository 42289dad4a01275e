package io.wsgateway.internal.lane;

import io.wsgateway.internal.access.TokenAuthenticator;
import io.wsgateway.internal.ring.ControlEntries;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.ByteBudget;
import io.wsgateway.internal.session.GuildCounter;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.spi.GatewayMetrics;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What all lanes of an instance share. Thread-safe.
 *
 * @param ticker monotonic, ns
 * @param open connections, identified or not
 */
public record LaneShared(
        Ring ring,
        ControlEntries changes,
        SessionLimits limits,
        TokenAuthenticator authenticator,
        GatewayMetrics metrics,
        InstantSource clock,
        LongSupplier ticker,
        ByteBudget budget,
        GuildCounter guildCounter,
        AtomicInteger open) {}
