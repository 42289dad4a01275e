package io.wsgateway.internal.session;

import java.time.Duration;

/** {@link Stage#POLICY}, changed in one respect. */
final class Policies {
    private static final Policy BASE = Stage.POLICY;

    private Policies() {}

    static Policy subscriptions(int most) {
        return of(BASE.identifyTimeout(), most, BASE.connections(), true, BASE.queueStall());
    }

    static Policy connections(int most) {
        return of(BASE.identifyTimeout(), BASE.subscriptions(), most, true, BASE.queueStall());
    }

    static Policy unshared() {
        return of(BASE.identifyTimeout(), BASE.subscriptions(), BASE.connections(), false, BASE.queueStall());
    }

    static Policy queueStall(Duration stall) {
        return of(BASE.identifyTimeout(), BASE.subscriptions(), BASE.connections(), true, stall);
    }

    static Policy identifyTimeout(Duration timeout) {
        return of(timeout, BASE.subscriptions(), BASE.connections(), true, BASE.queueStall());
    }

    static Policy waitingBytes(long most) {
        return new Policy(
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

    static Policy of(Duration identifyTimeout, int subscriptions, int connections, boolean shared, Duration stall) {
        return new Policy(
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
