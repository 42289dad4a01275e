package io.wsgateway.internal.session;

import io.wsgateway.spi.Health;
import java.util.function.LongSupplier;

/**
 * Sees to it that what the log says of rights is applied before anything that follows it. Where applying it throws, it is due
 * until it has worked, and the lane serves nobody until then; after some tries everybody on it is closed. Confined to its lane, but for
 * {@link #liveness}.
 */
public class RightsBarrier {
    /** Ns for which rights may stand still before only a new process helps. */
    private static final long PATIENCE = 10_000_000_000L;

    private final MembershipEnforcer enforcer;
    private final SessionCloser closer;
    private final LongSupplier now;
    private int tries;
    /** Ticker time since which rights can't be applied, or 0. */
    private volatile long stuckSince;

    /** @param now monotonic, ns */
    public RightsBarrier(MembershipEnforcer enforcer, SessionCloser closer, LongSupplier now) {
        this.enforcer = enforcer;
        this.closer = closer;
        this.now = now;
    }

    /** Whether there are changes before a position that aren't applied. */
    public final boolean isDue(long position) {
        return enforcer.isDue(position);
    }

    /** Applies what the log says of rights before a position. */
    public void applyUpTo(long position) {
        if (!enforcer.isDue(position)) {
            return;
        }
        try {
            enforcer.applyUpTo(position);
            tries = 0;
            stuckSince = 0;
        } catch (Throwable e) {
            stuckSince = tries == 0 ? Math.max(1, now.getAsLong()) : stuckSince;
            if (++tries == LaneFaults.TRIES) {
                // On another instance they get what is theirs, and not more.
                closer.failAll(e);
            }
            throw e;
        }
    }

    /** Down when it can't apply what the log says. Any thread. */
    public final Health liveness() {
        long since = stuckSince;
        return since != 0 && now.getAsLong() - since > PATIENCE
                ? Health.down("a lane can't apply a change of rights, and serves nobody until it can")
                : Health.UP;
    }
}
