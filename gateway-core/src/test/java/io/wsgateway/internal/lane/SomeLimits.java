package io.wsgateway.internal.lane;

import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.internal.session.SessionLimits.Deadlines;
import io.wsgateway.internal.session.SessionLimits.Rates;
import java.time.Duration;

/** {@link Stage#LIMITS}, changed in one respect. */
public final class SomeLimits {
    private static final SessionLimits BASE = Stage.LIMITS;
    /** More than anybody can send. */
    public static final Rates ANY_RATE = new Rates(10_000_000, 10_000_000, 10_000_000);

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
                BASE.deadlines(),
                BASE.rates(),
                BASE.subscriptions(),
                BASE.connections(),
                true,
                most,
                BASE.keepChanges());
    }

    static SessionLimits messages(int perMinute) {
        return rates(BASE, Rates.messages(perMinute));
    }

    /** These limits with other rates. */
    public static SessionLimits rates(SessionLimits limits, Rates rates) {
        return new SessionLimits(
                limits.deadlines(),
                rates,
                limits.subscriptions(),
                limits.connections(),
                limits.shared(),
                limits.waitingBytes(),
                limits.keepChanges());
    }

    public static SessionLimits of(
            Duration identifyTimeout, int subscriptions, int connections, boolean shared, Duration stall) {
        Deadlines base = BASE.deadlines();
        return new SessionLimits(
                new Deadlines(base.heartbeatInterval(), base.heartbeatTimeout(), identifyTimeout, stall),
                BASE.rates(),
                subscriptions,
                connections,
                shared,
                BASE.waitingBytes(),
                BASE.keepChanges());
    }
}
