package io.wsgateway.internal.lane;

import io.wsgateway.internal.session.SessionLimits;
import java.time.Duration;

/** {@link Stage#LIMITS}, changed in one respect. */
public final class SomeLimits {
    private static final SessionLimits BASE = Stage.LIMITS;

    private SomeLimits() {}

    static SessionLimits subscriptions(int most) {
        return of(BASE.identifyTimeout(), most, BASE.connections(), true, BASE.queueStall());
    }

    static SessionLimits connections(int most) {
        return of(BASE.identifyTimeout(), BASE.subscriptions(), most, true, BASE.queueStall());
    }

    static SessionLimits unshared() {
        return of(BASE.identifyTimeout(), BASE.subscriptions(), BASE.connections(), false, BASE.queueStall());
    }

    static SessionLimits queueStall(Duration stall) {
        return of(BASE.identifyTimeout(), BASE.subscriptions(), BASE.connections(), true, stall);
    }

    static SessionLimits identifyTimeout(Duration timeout) {
        return of(timeout, BASE.subscriptions(), BASE.connections(), true, BASE.queueStall());
    }

    static SessionLimits waitingBytes(long most) {
        return new SessionLimits(
                BASE.heartbeatInterval(),
                BASE.heartbeatTimeout(),
                BASE.identifyTimeout(),
                BASE.subscriptions(),
                BASE.connections(),
                true,
                BASE.queueStall(),
                most,
                BASE.keepChanges());
    }

    public static SessionLimits of(
            Duration identifyTimeout, int subscriptions, int connections, boolean shared, Duration stall) {
        return new SessionLimits(
                BASE.heartbeatInterval(),
                BASE.heartbeatTimeout(),
                identifyTimeout,
                subscriptions,
                connections,
                shared,
                stall,
                BASE.waitingBytes(),
                BASE.keepChanges());
    }
}
