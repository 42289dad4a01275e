package io.wsgateway.internal.session;

import io.wsgateway.spi.ClusterBus;
import java.time.Duration;

/**
 * What sessions are held to.
 *
 * @param rates what clients may send
 * @param subscriptions per connection
 * @param connections per user
 * @param shared whether a user's subscription holds for all of the user's connections
 * @param waitingBytes that may wait in all connections of the instance together
 * @param keepChanges how long a membership change wins over claims
 */
public record SessionLimits(
        Deadlines deadlines,
        Rates rates,
        int subscriptions,
        int connections,
        boolean shared,
        long waitingBytes,
        Duration keepChanges) {

    /**
     * By when a client has to do what.
     *
     * @param heartbeatInterval what clients are told
     * @param heartbeatTimeout how long one may be silent
     * @param identify how long one may take to say who it is
     * @param queueStall how long a full connection may go without progress: 1 KiB for each of its seconds
     */
    public record Deadlines(
            Duration heartbeatInterval, Duration heartbeatTimeout, Duration identify, Duration queueStall) {}

    /**
     * How much clients may send, a minute: as much at once, and as much again evenly.
     *
     * @param messages of a connection
     * @param identifies {@code IDENTIFY}s of a connection
     * @param resumes {@code RESUME}s of a user
     */
    public record Rates(int messages, int identifies, int resumes) {
        /** As the protocol has it, with so many messages. */
        public static Rates messages(int perMinute) {
            return new Rates(perMinute, 10, 30);
        }
    }

    /** How long a token may live whose claims count: no longer than changes win over them, less the clocks' tolerance. */
    public Duration longestTokenLife() {
        return keepChanges.minus(ClusterBus.CLOCK_TOLERANCE);
    }
}
