package io.wsgateway.internal.session;

import java.time.Duration;

/**
 * What sessions are held to.
 *
 * @param subscriptions per connection
 * @param shared whether a user's subscription holds for all of the user's connections
 * @param queueStall how long a full connection may go without progress: 1 KiB for each of its seconds
 * @param keepChanges how long a membership change wins over claims
 */
public record Policy(
        Duration heartbeatInterval,
        Duration heartbeatTimeout,
        Duration identifyTimeout,
        int subscriptions,
        boolean shared,
        Duration queueStall,
        Duration keepChanges) {

    /** How long a token may live whose claims count: no longer than changes win over them, less the clocks' tolerance. */
    Duration longestTokenLife() {
        return keepChanges.minus(MembershipRecord.CLOCKS);
    }
}
