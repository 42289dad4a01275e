package io.wsgateway.internal.lane;

import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.internal.session.SessionLimits.Deadlines;
import java.time.Duration;

/** {@link Stage#LIMITS}, changed in one respect. */
public final class SomeLimits {
    private static final SessionLimits BASE = Stage.LIMITS;
    private static final Duration IDENTIFY = BASE.deadlines().identify();
    private static final Duration STALL = BASE.deadlines().queueStall();

    private SomeLimits() {}

    static SessionLimits subscriptions(int most) {
        return of(IDENTIFY, most, BASE.connections(), true, STALL);
    }

    static SessionLimits connections(int most) {
        return of(IDENTIFY, BASE.subscriptions(), most, true, STALL);
    }

    static SessionLimits unshared() {
        return of(IDENTIFY, BASE.subscriptions(), BASE.connections(), false, STALL);
    }

    static SessionLimits queueStall(Duration stall) {
        return of(IDENTIFY, BASE.subscriptions(), BASE.connections(), true, stall);
    }

    static SessionLimits identifyTimeout(Duration timeout) {
        return of(timeout, BASE.subscriptions(), BASE.connections(), true, STALL);
    }

    static SessionLimits waitingBytes(long most) {
        return new SessionLimits(
                BASE.deadlines(), BASE.subscriptions(), BASE.connections(), true, most, BASE.keepChanges());
    }

    public static SessionLimits of(
            Duration identifyTimeout, int subscriptions, int connections, boolean shared, Duration stall) {
        Deadlines base = BASE.deadlines();
        return new SessionLimits(
                new Deadlines(base.heartbeatInterval(), base.heartbeatTimeout(), identifyTimeout, stall),
                subscriptions,
                connections,
                shared,
                BASE.waitingBytes(),
                BASE.keepChanges());
    }
}
