package io.wsgateway.transport.tyrus;

import io.wsgateway.spi.ClientNetwork;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/**
 * Whether there is room for another connection, of this instance and of its client. Only newcomers are ever turned away.
 * Thread-safe.
 */
final class Admission {
    private static final String RETRY_AFTER = "Retry-After";
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final HttpAnswer FULL = HttpAnswer.of(
                    503, "This instance has no room for more connections: try again later.")
            .with(RETRY_AFTER, "5");
    private static final HttpAnswer TOO_MANY = HttpAnswer.of(
                    429, "Your address has as many connections as it may have: close one, or try again later.")
            .with(RETRY_AFTER, "5");
    private static final HttpAnswer TOO_FAST =
            HttpAnswer.of(429, "Your address opens connections too fast: wait before you try again.");

    private final Capacity capacity;
    private final HandshakeRates rates;
    private final AddressCounts counts;
    private final RefusalLog refusals;

    Admission(Capacity capacity, HandshakeRates rates, AddressCounts counts, RefusalLog refusals) {
        this.capacity = capacity;
        this.rates = rates;
        this.counts = counts;
        this.refusals = refusals;
    }

    /**
     * Lets one more in.
     *
     * @throws RefusedRequest 503 where this instance has no room, else 429 where the client has no room or came too fast; it has taken
     *     nothing then
     */
    ConnectionPermit admit(InetAddress address) throws RefusedRequest {
        // First: proxies try another instance after a 503, and none after a 429.
        ConnectionPermit permit = capacity.take();
        if (permit == null) {
            throw new RefusedRequest(FULL);
        }
        try {
            ClientNetwork client = ClientNetwork.of(address);
            permit.holds(count(client, address));
            takeOne(client, address);
            return permit;
        } catch (Throwable e) {
            permit.release();
            throw e;
        }
    }

    private Runnable count(ClientNetwork client, InetAddress address) throws RefusedRequest {
        Runnable giveBack = counts.take(client);
        if (giveBack == null) {
            refusals.tooMany(address);
            throw new RefusedRequest(TOO_MANY);
        }
        return giveBack;
    }

    /** Last: who is refused for something else may try as often. */
    private void takeOne(ClientNetwork client, InetAddress address) throws RefusedRequest {
        long wait = rates.take(client);
        if (wait > 0) {
            refusals.tooFast(address);
            throw new RefusedRequest(TOO_FAST.with(RETRY_AFTER, Long.toString((wait + SECOND - 1) / SECOND)));
        }
    }
}
